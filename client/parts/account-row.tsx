import { Show } from 'solid-js';
import { policy } from '../../shared/policy.ts';
import type { Account } from '../../shared/schemas.ts';
import { useDesk } from '../data/desk.tsx';
import { announce } from './announcer.tsx';
import { AskInPlace } from './ask-in-place.tsx';
import { Avatar } from './avatar.tsx';

/** One account: who, may they sign in, and the way to change that for everybody but oneself. */
export function AccountRow(props: {
  account: Account;
  onChange: (account: Account, active: boolean) => Promise<void>;
}) {
  const desk = useDesk();
  const name = () => props.account.name;
  const change = (active: boolean) => async () => {
    await props.onChange(props.account, active);
    announce(active ? `${name()} can sign in again` : `${name()} is deactivated`);
  };
  return (
    <li class="row" classList={{ inactive: !props.account.active }}>
      <Avatar name={name()} of={props.account.role} />
      <p class="row-words">
        <span class="row-name">
          <bdi>{name()}</bdi>
          <Show when={props.account.id === desk.me.id}>
            <span class="mark accent">You</span>
          </Show>
          <Show when={!props.account.active}>
            <span class="mark">Deactivated</span>
          </Show>
        </span>
        <span class="row-note">
          {props.account.email} · {props.account.role === 'agent' ? 'Agent' : 'Customer'}
        </span>
      </p>
      <Show when={policy.deactivate(desk.me, props.account.id)}>
        <Show
          when={props.account.active}
          fallback={
            <AskInPlace
              label="Reactivate"
              about={name()}
              question={`Reactivate ${name()}?`}
              run={change(true)}
            >
              They can sign in again with the password they had.
            </AskInPlace>
          }
        >
          <AskInPlace
            label="Deactivate"
            about={name()}
            question={`Deactivate ${name()}?`}
            kind="danger"
            run={change(false)}
          >
            {meaning(props.account)}
          </AskInPlace>
        </Show>
      </Show>
    </li>
  );
}

const meaning = ({ role }: Account): string =>
  role === 'agent'
    ? 'They are signed out everywhere at once and cannot sign in. What they wrote stays, and their tickets stay theirs until somebody takes them over.'
    : 'They are signed out everywhere at once and cannot sign in. Their tickets and what they wrote stay.';
