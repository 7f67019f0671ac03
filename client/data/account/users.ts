import { type Accessor, createSignal } from 'solid-js';
import type { ResponseOf } from '../../../shared/contract.ts';
import type { Account, Invitation, User } from '../../../shared/schemas.ts';
import type { Role } from '../../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../../shared/workflow.ts';
import { ignoreNotFound } from '../http/ignore-not-found.ts';
import { createRefetchingResource, type RefetchingResource } from '../http/refetching-resource.ts';
import type { Session } from '../session/session-context.ts';

/** The accounts of one role, in pages, in the order of creation. */
export type UserList = {
  list: RefetchingResource<readonly Account[]>;
  hasMore: Accessor<boolean>;
  /** Never rejects; a failure is in `list.error`, and `hasMore` stays true. */
  loadMore: () => Promise<void>;
  /** Deactivates or reactivates an account. Resolves with the number of tickets that became unassigned. */
  setActive: (account: Account, active: boolean) => Promise<number>;
  /** The number of unresolved tickets of this agent: deactivation removes their assignee. */
  countUnresolved: (account: Account) => Promise<number>;
};

/** The pending invitations. Commands reject with `ApiError` or `NetworkError`. */
export type Invitations = {
  list: RefetchingResource<readonly Invitation[]>;
  /** Resolves to the invitation with its link, which the server returns only once; 409 `email_taken`. */
  invite: (email: string) => Promise<ResponseOf<'invite'>>;
  withdraw: (invitation: Invitation) => Promise<void>;
};

const PAGE_SIZE = 100;

/** Creates the list of one role's accounts; call in a component. */
export function createUserList(session: Session, me: User, role: Role): UserList {
  const request = session.requestAs(me);
  const [hasMore, setHasMore] = createSignal(false);
  let pageCount = 1;

  const list = createRefetchingResource(async () => {
    const accounts: Account[] = [];
    let more = true;
    for (let page = 0; page < pageCount && more; page += 1) {
      const after = accounts.at(-1)?.id;
      const response = await request('listUsers', { query: { role, limit: PAGE_SIZE, after } });
      accounts.push(...response.users);
      more = response.hasMore;
    }
    setHasMore(more);
    return accounts;
  });
  return {
    list,
    hasMore,
    loadMore: async () => {
      pageCount += 1;
      await list.refresh();
      if (list.error()) pageCount -= 1;
    },
    setActive: async ({ id }, active) => {
      const { released } = await request('changeUser', { params: { id }, body: { active } });
      await list.refresh();
      return released;
    },
    countUnresolved: async ({ id }) =>
      (await request('listTickets', { query: { assignee: id, status: [...UNRESOLVED], limit: 1 } })).total,
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
