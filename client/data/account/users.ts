import { type Accessor, createSignal } from 'solid-js';
import type { ResponseOf } from '../../../shared/contract.ts';
import type { Account, Invitation, User } from '../../../shared/schemas.ts';
import type { Role } from '../../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../../shared/workflow.ts';
import { ignoreNotFound } from '../http/ignore-not-found.ts';
import { createRefetchingResource, type RefetchingResource } from '../http/refetching-resource.ts';
import { createSignalMap } from '../lib/signal-map.ts';
import type { Session } from '../session/session-context.ts';

/** The accounts of one role, in the order of creation. */
export type UserList = {
  list: RefetchingResource<readonly Account[]>;
  /** Whether there are more accounts than `MAX_ACCOUNTS`, which is as many as a list loads. */
  isTruncated: Accessor<boolean>;
  /** Deactivates or reactivates an account. Resolves with the number of tickets that became unassigned. */
  setActive: (account: Account, active: boolean) => Promise<number>;
};

/** The number of unresolved tickets per account. The API has no such list, so each count is a request of its own. */
export type OpenTicketCounts = {
  /** Undefined until loaded; null after a failure. */
  get: (account: Account) => number | null | undefined;
  /** Loads the count unless it is loaded. At most `MAX_PARALLEL_COUNTS` requests run at a time. */
  load: (account: Account) => void;
  /** Removes a count from the queue: its row is no longer visible. */
  cancel: (account: Account) => void;
  /** Counts again now. */
  reload: (account: Account) => Promise<number>;
};

/** The pending invitations. Commands reject with `ApiError` or `NetworkError`. */
export type Invitations = {
  list: RefetchingResource<readonly Invitation[]>;
  /** Resolves to the invitation with its link, which the server returns only once; 409 `email_taken`. */
  invite: (email: string) => Promise<ResponseOf<'invite'>>;
  withdraw: (invitation: Invitation) => Promise<void>;
};

const PAGE_SIZE = 200;
/** More are not searched and listed in the browser. */
export const MAX_ACCOUNTS = 5000;
const MAX_PARALLEL_COUNTS = 4;

/** Creates the list of one role's accounts; call in a component. */
export function createUserList(session: Session, me: User, role: Role): UserList {
  const request = session.requestAs(me);
  const [isTruncated, setTruncated] = createSignal(false);

  const list = createRefetchingResource(async () => {
    const accounts: Account[] = [];
    let hasMore = true;
    while (hasMore && accounts.length < MAX_ACCOUNTS) {
      const after = accounts.at(-1)?.id;
      const page = await request('listUsers', { query: { role, limit: PAGE_SIZE, after } });
      accounts.push(...page.users);
      hasMore = page.hasMore;
    }
    setTruncated(hasMore);
    return accounts;
  });
  return {
    list,
    isTruncated,
    setActive: async ({ id }, active) => {
      const { released } = await request('changeUser', { params: { id }, body: { active } });
      await list.refresh();
      return released;
    },
  };
}

/** Creates the counts of unresolved tickets: assigned ones of an agent, own ones of a customer. */
export function createOpenTicketCounts(session: Session, me: User): OpenTicketCounts {
  const request = session.requestAs(me);
  const counts = createSignalMap<number | null | undefined>(undefined);
  const queue = new Map<number, Account>();
  const loading = new Set<number>();

  async function fetchCount({ id, role }: Account): Promise<number> {
    const who = role === 'agent' ? { assignee: id } : { customer: id };
    const { total } = await request('listTickets', { query: { ...who, status: [...UNRESOLVED], limit: 1 } });
    counts.set(id, total);
    return total;
  }
  function loadNext(): void {
    const [account] = queue.values();
    if (!account || loading.size >= MAX_PARALLEL_COUNTS) return;
    queue.delete(account.id);
    loading.add(account.id);
    fetchCount(account)
      .catch(() => counts.set(account.id, null))
      .finally(() => {
        loading.delete(account.id);
        loadNext();
      });
    loadNext();
  }
  return {
    get: ({ id }) => counts.get(id),
    load: (account) => {
      if (counts.get(account.id) !== undefined || loading.has(account.id)) return;
      queue.set(account.id, account);
      loadNext();
    },
    cancel: ({ id }) => void queue.delete(id),
    reload: fetchCount,
  };
}

/** Creates the list of pending invitations; call in a component. */
export function createInvitations(session: Session, me: User): Invitations {
  const request = session.requestAs(me);
  const list = createRefetchingResource(async () => (await request('listInvitations', {})).invitations);
  return {
    list,
    invite: async (email) => {
      const invitation = await request('invite', { body: { email } });
      await list.refresh();
      return invitation;
    },
    withdraw: async ({ id }) => {
      await request('withdrawInvitation', { params: { id } }).catch(ignoreNotFound);
      await list.refresh();
    },
  };
}
