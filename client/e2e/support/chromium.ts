import { accessSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { TestApp, TestUser } from '../../../server/testing/test-app.ts';

const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium on PATH, if there is one. */
export const executable = findChromium();

/** Chromium as tests and measurements use it. */
export function launch(): Promise<Browser> {
  if (!executable) throw new Error('No Chromium on PATH.');
  return chromium.launch({ executablePath: executable, args: SWITCHES });
}

/** A session of this person's own for each browser, as the cookie they would have. */
export async function cookieOf(app: TestApp, who: TestUser, url: string) {
  const [name = '', value = ''] = (await app.signInAgain(who)).cookie.split('=');
  return { name, value, url, httpOnly: true, sameSite: 'Strict' as const };
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const places = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    folders.map((folder) => path.join(folder, name)),
  );
  return places.find((place) => {
    try {
      accessSync(place);
      return true;
    } catch {
      return false;
    }
  });
}
