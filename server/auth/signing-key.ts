import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Config } from '../config.ts';

/** The given secret, or one made at the first start and kept beside the database, readable by its owner only. */
export function signingKey({ secret, databaseFile }: Config): string {
  if (secret) return secret;
  const made = randomBytes(48).toString('base64url');
  if (!databaseFile) return made;
  const file = `${databaseFile}.secret`;
  try {
    writeFileSync(file, made, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return readFileSync(file, 'utf8');
    throw error;
  }
}
