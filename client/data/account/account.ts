import type { Device, User } from '../../../shared/schemas.ts';
import { createRefetchingResource, type RefetchingResource } from '../http/refetching-resource.ts';
import { ApiError } from '../http/request.ts';
import type { Session } from '../session/session-context.ts';

/** What people do with their own account. All reject with `Refused` or `Unreachable`. */
export type Account = {
  /** Where one is signed in: this device first, then the last used. */
  devices: RefetchingResource<readonly Device[]>;
  rename: (name: string) => Promise<void>;
  /** Signs out every other device; 400 at `current` when that is wrong, 429 after many tries. */
  changePassword: (current: string, next: string) => Promise<void>;
  signOut: (device: Device) => Promise<void>;
  signOutOthers: () => Promise<void>;
};

/** The account of the signed-in person; call in a component. */
export function createAccount(session: Session, me: User): Account {
  const call = session.requestAs(me);
  const devices = createRefetchingResource(async () => {
    const { sessions } = await call('listSessions', {});
    return sessions.sort(byUse);
  });
  return {
    devices,
    rename: async (name) => {
      await call('changeMe', { body: { name } });
      // A new token brings the new name; without one now, it comes with the next.
      await session.refresh().catch(() => {});
    },
    changePassword: async (current, next) => {
      await call('changePassword', { body: { current, next } });
      await devices.refresh();
    },
    signOut: async ({ id }) => {
      await call('endSession', { params: { id } }).catch(ignoreNotFound);
      await devices.refresh();
    },
    signOutOthers: async () => {
      await call('endOtherSessions', {});
      await devices.refresh();
    },
  };
}

const byUse = (a: Device, b: Device) =>
  Number(b.current) - Number(a.current) || Date.parse(b.lastUsedAt) - Date.parse(a.lastUsedAt);

/** What was to end had ended already: that is what was wanted. */
export function ignoreNotFound(failure: unknown): void {
  if (!(failure instanceof ApiError && failure.problem.code === 'not_found')) throw failure;
}
