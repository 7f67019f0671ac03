import { For } from 'solid-js';
import type { Reply } from '../../../shared/schemas.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { now } from '../../ui/time/current-time.ts';
import { longAge } from '../../ui/time/format-time.ts';
import { Message } from './markdown/markdown.tsx';

/** Somebody answered while one wrote: shows what was missed before the same thing is said twice. */
export function StalePanel(props: {
  missed: readonly Reply[];
  onReview: () => void;
  onSend: () => void;
  onDiscard: () => void;
}) {
  const last = () => props.missed.at(-1);
  const title = () => {
    const reply = last();
    if (!reply) return 'Somebody replied while you were writing';
    return `${reply.author.name} replied ${longAge(Date.parse(reply.createdAt), now())} ago`;
  };
  return (
    <div class="stale-panel" role="alert">
      <h4>
        <Icon name="warning" />
        {title()}
      </h4>
      <p>Your reply was held back so that you can read this first:</p>
      <For each={props.missed}>
        {(reply) => (
          <div class="missed">
            <p class="missed-author">{reply.author.name}</p>
            <Message text={reply.content} />
          </div>
        )}
      </For>
      <div class="actions">
        <Button small kind="primary" onClick={() => props.onReview()}>
          Review my reply
        </Button>
        <Button small onClick={() => props.onSend()}>
          Send anyway
        </Button>
        <Button small kind="quiet" onClick={() => props.onDiscard()}>
          Discard
        </Button>
      </div>
    </div>
  );
}
