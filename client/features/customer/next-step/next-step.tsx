import { type JSX, Match, Show, Switch } from 'solid-js';
import { usePreferences } from '../../../data/preferences.ts';
import type { Thread } from '../../../data/thread/threads.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ReopenBanner } from './reopen-banner.tsx';

/** What happens next with this ticket: who has to do something, and how the customer learns of it. */
export function NextStep(props: { ticket: ClientTicket; thread: Thread; canReopen: boolean }) {
  const hasAnswer = () =>
    props.thread.hasEarlier ||
    props.thread.entries.some(({ kind, actor }) => kind === 'reply' && actor.role === 'agent');
  return (
    <Switch>
      <Match when={props.canReopen}>
        <ReopenBanner ticket={props.ticket} />
      </Match>
      <Match when={props.ticket.status === 'waiting_on_customer'}>
        <p class="banner waiting">
          <Icon name="waiting_on_customer" />
          <span>
            <strong>We need your answer</strong> to go on.
          </span>
        </p>
      </Match>
      <Match when={props.ticket.status === 'reopened'}>
        <AnswerComes title="Your ticket is open again.">
          <Show when={props.ticket.agent} fallback="The next free agent answers here.">
            {(agent) => (
              <>
                <bdi>{agent().name}</bdi> answers here.
              </>
            )}
          </Show>
        </AnswerComes>
      </Match>
      <Match when={!hasAnswer() && props.ticket.status === 'open'}>
        <AnswerComes title={`Ticket #${props.ticket.id} received.`}>
          The next free agent answers here.
        </AnswerComes>
      </Match>
      <Match when={!hasAnswer() && props.ticket.agent}>
        {(agent) => (
          <AnswerComes
            title={
              <>
                <bdi>{agent().name}</bdi> is working on it.
              </>
            }
          >
            The answer comes here.
          </AnswerComes>
        )}
      </Match>
    </Switch>
  );
}

/** An answer is to come. No time is promised: the page says how the customer notices it. */
function AnswerComes(props: { title: JSX.Element; children: JSX.Element }) {
  const { preferences } = usePreferences();
  const canNotify = () => 'Notification' in globalThis && !preferences().notify;
  return (
    <div class="banner next-step">
      <Icon name="check" />
      <p>
        <strong>{props.title}</strong> {props.children} This page updates by itself. You can close it: My
        tickets marks new answers
        <Show when={canNotify()} fallback=", and you get a notification.">
          , and you can <a href="/settings">turn on notifications</a>.
        </Show>
      </p>
    </div>
  );
}
