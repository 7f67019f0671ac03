import { Refused, send } from '../http/request.ts';
import { createShelf } from '../lib/local-storage.ts';

const LEAVING = 'helpdesk:leaving';
const shelf = createShelf();

/** Signing out while offline must not be undone by the cookie that stays: the wish is kept until the server heard it. */
export const isLeaving = (): boolean => shelf.get(LEAVING) !== undefined;

/** A new sign-in has replaced the session that was to end. */
export const leftForGood = (): void => shelf.remove(LEAVING);

/** Ends the session on the server; rejects when that could not be reached, and then `isLeaving` until it could. */
export async function leave(token?: string): Promise<void> {
  shelf.set(LEAVING, '1');
  await send('logout', {}, token).catch((failure) => {
    if (!(failure instanceof Refused)) throw failure;
  });
  leftForGood();
}
