import { createSignal, untrack } from 'solid-js';
import type { Account } from '../../../shared/schemas.ts';

/** Explains what deactivating or reactivating this account does. For an agent it counts the tickets that become unassigned. */
export function DeactivationEffect(props: {
  account: Account;
  countUnresolved: (account: Account) => Promise<number>;
}) {
  const [count, setCount] = createSignal<number>();
  const { account } = untrack(() => props);
  // A failed count is not shown: the deactivation works without it and announces the number afterwards.
  if (account.active && account.role === 'agent') props.countUnresolved(account).then(setCount, () => {});
  return <>{effectOf(props.account, count())}</>;
}

const SIGNED_OUT = 'They are signed out everywhere immediately and cannot sign in.';

function effectOf({ role, active }: Account, unresolved: number | undefined): string {
  if (!active) return 'They can sign in again with their previous password.';
  if (role === 'customer') return `${SIGNED_OUT} Their tickets and replies are kept.`;
  return `${SIGNED_OUT} Their replies are kept. ${unassignedText(unresolved)}`;
}

function unassignedText(count: number | undefined): string {
  if (count === undefined) return 'Their unresolved tickets become unassigned.';
  if (count === 0) return 'They have no unresolved tickets.';
  return count === 1
    ? 'Their 1 unresolved ticket becomes unassigned.'
    : `Their ${count} unresolved tickets become unassigned.`;
}
