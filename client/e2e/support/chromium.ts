import { accessSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { TestApp, TestUser } from '../../../server/testing/test-app.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of Chromium, if it is on PATH. */
export const executable = findChromium();

/** Starts Chromium for tests and benchmarks. */
export function launch(): Promise<Browser> {
  if (!executable) throw new Error('No Chromium on PATH. Install chromium or google-chrome.');
  return chromium.launch({ executablePath: executable, args: FLAGS });
}

/** The session cookie of this user. Each call opens a new session. */
export async function cookieOf(app: TestApp, user: TestUser, url: string) {
  const [name = '', value = ''] = (await app.signInAgain(user)).cookie.split('=');
  return { name, value, url, httpOnly: true, sameSite: 'Strict' as const };
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].flatMap(
    (name) => folders.map((folder) => path.join(folder, name)),
  );
  return candidates.find((candidate) => {
    try {
      accessSync(candidate);
      return true;
    } catch {
      return false;
    }
  });
}
