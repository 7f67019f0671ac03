import { type Accessor, createSignal } from 'solid-js';
import type { ResponseOf } from '../../../shared/contract.ts';
import type { Account, Invitation, User } from '../../../shared/schemas.ts';
import type { Role } from '../../../shared/vocabulary.ts';
import { createRefetchingResource, type RefetchingResource } from '../http/refetching-resource.ts';
import type { Session } from '../session/session-context.ts';
import { ignoreNotFound } from './account.ts';

/** The accounts of one role, page by page in the order they were made. */
export type UserList = {
  list: RefetchingResource<readonly Account[]>;
  hasMore: Accessor<boolean>;
  /** Never rejects: when it fails, `list.error` says why and there is still more. */
  loadMore: () => Promise<void>;
  /** Keeps somebody out, or lets them in again; rejects with `Refused` or `Unreachable`. */
  setActive: (account: Account, active: boolean) => Promise<void>;
};

/** Who is invited and has not come yet. Commands reject with `Refused` or `Unreachable`. */
export type Invitations = {
  list: RefetchingResource<readonly Invitation[]>;
  /** Answers with the link, which is told only this once; 409 `email_taken`. */
  invite: (email: string) => Promise<ResponseOf<'invite'>>;
  withdraw: (invitation: Invitation) => Promise<void>;
};

const PAGE = 100;

/** The accounts of one role; call in a component. */
export function createUserList(session: Session, me: User, role: Role): UserList {
  const call = session.requestAs(me);
  const [hasMore, setHasMore] = createSignal(false);
  let pages = 1;

  const list = createRefetchingResource(async () => {
    const found: Account[] = [];
    let more = true;
    for (let page = 0; page < pages && more; page += 1) {
      const after = found.at(-1)?.id;
      const answer = await call('listUsers', { query: { role, limit: PAGE, after } });
      found.push(...answer.users);
      more = answer.hasMore;
    }
    setHasMore(more);
    return found;
  });
  return {
    list,
    hasMore,
    loadMore: async () => {
      pages += 1;
      await list.refresh();
      if (list.error()) pages -= 1;
    },
    setActive: async ({ id }, active) => {
      await call('changeUser', { params: { id }, body: { active } });
      await list.refresh();
    },
  };
}

/** The desk's pending invitations; call in a component. */
export function createInvitations(session: Session, me: User): Invitations {
  const call = session.requestAs(me);
  const list = createRefetchingResource(async () => (await call('listInvitations', {})).invitations);
  return {
    list,
    invite: async (email) => {
      const invitation = await call('invite', { body: { email } });
      await list.refresh();
      return invitation;
    },
    withdraw: async ({ id }) => {
      await call('withdrawInvitation', { params: { id } }).catch(ignoreNotFound);
      await list.refresh();
    },
  };
}
