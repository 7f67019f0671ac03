import { defineEntity, p } from '@mikro-orm/core';
import { User } from './user.ts';

export const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(User).deleteRule('restrict').index(),
    /** The User-Agent header: helps the user to recognise the device. */
    device: p.string().default(''),
    createdAt: p.datetime(3),
    lastUsedAt: p.datetime(3).nullable(),
    /** A refresh does not extend this. */
    expiresAt: p.datetime(3),
    endedAt: p.datetime(3).nullable(),
  },
});

/** One sign-in on one device. Its access tokens and sockets end with it. */
export class Session extends SessionSchema.class {
  isAlive(now: Date): boolean {
    return this.endedAt == null && this.expiresAt > now;
  }
}
SessionSchema.setClass(Session);

/** What a verified access token holds: its user and session, and when it expires (epoch seconds). Roles are in the database. */
export type Claims = { userId: number; sessionId: string; expiresAt: number };

export const RefreshTokenSchema = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  properties: {
    /** SHA-256 of the cookie. The cookie itself is not stored. */
    hash: p.string().primary(),
    session: () => p.manyToOne(Session).deleteRule('restrict').index(),
    usedAt: p.datetime(3).nullable(),
  },
});

/** A refresh cookie, valid for one use. Late reuse shows that it was stolen. */
export class RefreshToken extends RefreshTokenSchema.class {}
RefreshTokenSchema.setClass(RefreshToken);
