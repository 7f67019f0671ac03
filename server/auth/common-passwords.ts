import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { invalid } from '../errors.ts';

// The list is in a text file of the server, which names its sources; no file that the browser loads contains it.

let list: Promise<ReadonlySet<string>> | undefined;

async function loadList(): Promise<ReadonlySet<string>> {
  const text = await readFile(path.join(import.meta.dirname, 'common-passwords.txt'), 'utf8');
  return new Set(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')));
}

/** Refuses a password that is among the first ones that attackers try (400 at the field). The first call loads the list. */
export async function refuseCommonPassword(field: 'password' | 'next', password: string): Promise<void> {
  list ??= loadList().catch((error) => {
    list = undefined;
    throw error;
  });
  if ((await list).has(password.toLowerCase()))
    throw invalid([{ path: field, message: 'This password is too common. Choose another one.' }]);
}
