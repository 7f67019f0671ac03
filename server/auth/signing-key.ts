import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Config } from '../config.ts';

/** The configured secret, or one generated at the first start and stored beside the database, readable by its owner only. */
export function signingKey({ secret, databaseFile }: Config): string {
  if (secret) return secret;
  const generated = randomBytes(48).toString('base64url');
  if (!databaseFile) return generated;
  const file = `${databaseFile}.secret`;
  try {
    writeFileSync(file, generated, { mode: 0o600, flag: 'wx' });
    return generated;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return readFileSync(file, 'utf8');
    throw error;
  }
}
