import type { User } from '../../shared/schemas.ts';
import type { Desk } from './desk.tsx';
import type { Session } from './session.ts';

/** Composes the desk of one person; everything in it ends with the calling component. */
export function createDesk(_session: Session, _me: User): Desk {
  throw new Error('not yet');
}
