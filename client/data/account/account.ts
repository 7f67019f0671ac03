import type { Device, User } from '../../../shared/schemas.ts';
import { ignoreNotFound } from '../http/ignore-not-found.ts';
import { createRefetchingResource, type RefetchingResource } from '../http/refetching-resource.ts';
import type { Session } from '../session/session-context.ts';

/** What users can do with their own account. All functions reject with `ApiError` or `NetworkError`. */
export type Account = {
  /** The signed-in devices: this one first, then by last use. */
  devices: RefetchingResource<readonly Device[]>;
  rename: (name: string) => Promise<void>;
  /** Signs out all other devices. 400 at `current` for a wrong password, 429 after too many attempts. */
  changePassword: (current: string, next: string) => Promise<void>;
  signOut: (device: Device) => Promise<void>;
  signOutOthers: () => Promise<void>;
};

/** Creates the account of the signed-in user; call in a component. */
export function createAccount(session: Session, me: User): Account {
  const request = session.requestAs(me);
  const devices = createRefetchingResource(async () => {
    const { sessions } = await request('listSessions', {});
    return sessions.sort(currentThenLastUsed);
  });
  return {
    devices,
    rename: async (name) => {
      await request('changeMe', { body: { name } });
      // A refresh returns the new name. If it fails now, the next one does.
      await session.refresh().catch(() => {});
    },
    changePassword: async (current, next) => {
      await request('changePassword', { body: { current, next } });
      await devices.refresh();
    },
    signOut: async ({ id }) => {
      await request('endSession', { params: { id } }).catch(ignoreNotFound);
      await devices.refresh();
    },
    signOutOthers: async () => {
      await request('endOtherSessions', {});
      await devices.refresh();
    },
  };
}

const currentThenLastUsed = (a: Device, b: Device) =>
  Number(b.current) - Number(a.current) || Date.parse(b.lastUsedAt) - Date.parse(a.lastUsedAt);
