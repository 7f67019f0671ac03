import { mkdirSync } from 'node:fs';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { test as base, expect } from 'vitest';
import { startTestApp, type TestApp, type TestUser } from '../../../server/testing/test-app.ts';
import { cookieOf, executable, launch } from './chromium.ts';

type Options = BrowserContextOptions & { url?: string };
type Fixtures = {
  browser: Browser;
  app: TestApp;
  /** A browser of their own for this person, signed in (nobody: not), at this address. Another tab: `page.context().newPage()`. */
  open: (who: TestUser | undefined, path: string, options?: Options) => Promise<Page>;
  /** What this test does to its pages may make them complain like this; any other complaint fails the test. */
  allowConsoleErrors: (pattern: RegExp) => void;
  /** A line to the desk that can be cut: open a page with `{ url: network.url }`. */
  network: TcpProxy;
};

/** A console says this when a request or a socket finds no network. */
export const NO_NETWORK = /net::ERR_|WebSocket connection/;

const isCi = process.env.CI === 'true';
if (!executable && !isCi) warnOncePerRun('No Chromium on PATH: the browser tests are skipped.');

const withFixtures = base.extend<Fixtures>({
  // biome-ignore-start lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures one needs
  browser: [
    async ({}, use) => {
      const browser = await launch();
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  app: [
    async ({}, use) => {
      const app = await startTestApp();
      await use(app);
      await app.close();
    },
    { scope: 'file' },
  ],
  allowConsoleErrors: async ({}, use) => {
    await use((pattern) => allowedErrors.push(pattern));
  },
  // biome-ignore-end lint/correctness/noEmptyPattern: as above
  network: async ({ app }, use) => {
    const network = await startTcpProxy(app.url);
    await use(network);
    await network.remove();
  },
  open: async ({ browser, app }, use) => {
    const complaints: string[] = [];
    await use(async (who, address, { url = app.url, ...options } = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      context.setDefaultTimeout(20_000);
      context.on('console', (line) => {
        // Without a session the silent sign-in is refused, and Chromium logs every 401.
        const isSilentSignIn = !who && line.location().url.endsWith('/api/auth/refresh');
        if (line.type() === 'error' && !isSilentSignIn)
          complaints.push(`${line.text()} ${line.location().url}`);
      });
      context.on('weberror', (error) => complaints.push(String(error.error().stack)));
      context.on('dialog', (dialog) => {
        complaints.push(`A dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      context.on('request', (request) => {
        if (!isOurs(request.url(), url)) complaints.push(`A request to ${request.url()}`);
      });
      if (who) await context.addCookies([await cookieOf(app, who, url)]);
      const page = await context.newPage();
      await page.goto(url + address);
      return page;
    });
    await Promise.all(browser.contexts().map((context) => context.close()));
    const unforgiven = complaints.filter((line) => !allowedErrors.some((pattern) => pattern.test(line)));
    allowedErrors = [];
    expect(unforgiven).toEqual([]);
  },
});

let allowedErrors: RegExp[] = [];

/** A test in real browsers against the built client and a real server: one Chromium and one desk for each file. */
export const test = withFixtures.skipIf(!executable && !isCi);

const isOurs = (url: string, origin: string) =>
  /^(data|blob|about):/.test(url) || new URL(url).host === new URL(origin).host;

/** One line for all files of a run, each of which has a process of its own. */
function warnOncePerRun(line: string): void {
  try {
    mkdirSync(path.join(tmpdir(), `helpdesk-said-${process.ppid}`));
    process.stderr.write(`${line}\n`);
  } catch {
    // Another file has said it.
  }
}

/** Takes the live line from a page, from its next connect on, while the rest of the network works. */
export async function blockRealtime(page: Page): Promise<void> {
  await page.routeWebSocket(/socket\.io/, (socket) => socket.close());
  await page.route('**/socket.io/**', (route) => route.abort());
}

export type TcpProxy = {
  url: string;
  disconnect: () => void;
  reconnect: () => void;
  remove: () => Promise<void>;
};

async function startTcpProxy(url: string): Promise<TcpProxy> {
  const ends = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = dial(Number(new URL(url).port), '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => end.destroy()).on('close', () => ends.delete(end));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const disconnect = () => {
    isCut = true;
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    disconnect,
    reconnect: () => {
      isCut = false;
    },
    remove: async () => {
      disconnect();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Average advance of a character in em: about Arial Narrow, and about DejaVu Sans or Verdana. */
const FONT_WIDTHS_EM = { narrow: 0.42, wide: 0.63 } as const;

/** What stands out sideways in a narrow and in a wide font, whichever fonts this machine has. */
export async function findHorizontalOverflow(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [font, width] of Object.entries(FONT_WIDTHS_EM)) {
    await page.evaluate(setFontWidth, width);
    for (const one of await page.evaluate(overflowingElements)) found.push(`${one} (${font} font)`);
  }
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
  return found;
}

/** In the page: spaces all letters such that text becomes as wide as in a font of this average advance. */
function setFontWidth(em: number): void {
  const sample = 'The quick brown fox jumps over the lazy dog';
  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('This browser measures no text.');
  context.font = `100px ${getComputedStyle(document.body).fontFamily}`;
  const spacing = em - context.measureText(sample).width / 100 / sample.length;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`*, ::before, ::after { letter-spacing: ${spacing}em !important }`);
  document.adoptedStyleSheets = [sheet];
}

/** In the page: what stands out sideways of the window, though it neither scrolls by itself nor ends in an ellipsis. */
function overflowingElements(): string[] {
  const mayClip = (element: Element | null): boolean => {
    if (!element || element === document.body) return false;
    const { overflowX, textOverflow, position } = getComputedStyle(element);
    const tiny = element.clientWidth <= 1 && position === 'absolute';
    const scrolls = /auto|scroll/.test(overflowX) && element.matches('pre, .tabs, [data-scrolls]');
    return (
      scrolls ||
      tiny ||
      (overflowX !== 'visible' && textOverflow === 'ellipsis') ||
      mayClip(element.parentElement)
    );
  };
  const offenders = [...document.body.querySelectorAll('*')].filter((element) => {
    const { left, right, width, height } = element.getBoundingClientRect();
    const shows = width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
    return shows && (right > innerWidth + 1 || (left < -1 && right > 0)) && !mayClip(element);
  });
  const words = offenders.map(
    (one) => `${one.tagName}.${one.className} ${(one.textContent ?? '').slice(0, 20)}`,
  );
  if (document.documentElement.scrollWidth > innerWidth) words.push('The page scrolls sideways.');
  return words.slice(0, 5);
}
