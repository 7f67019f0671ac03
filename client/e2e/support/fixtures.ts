import { mkdirSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
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
  /** Opens a path in a new browser context, signed in as `user` if given. For another tab use `page.context().newPage()`. */
  open: (user: TestUser | undefined, path: string, options?: Options) => Promise<Page>;
  /** Accepts console errors that match the pattern. Any other console error, dialog or foreign request fails the test. */
  allowConsoleErrors: (pattern: RegExp) => void;
  /** A connection to the app that can be interrupted: open a page with `{ url: network.url }`. */
  network: TcpProxy;
};

/** Console errors of requests and sockets without network. */
export const NO_NETWORK = /net::ERR_|WebSocket connection/;

const isCi = process.env.CI === 'true';
if (!executable && !isCi) warnOncePerRun('No Chromium on PATH: the browser tests are skipped.');

const withFixtures = base.extend<Fixtures>({
  // biome-ignore-start lint/correctness/noEmptyPattern: Vitest reads the required fixtures from the pattern
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
    await network.close();
  },
  open: async ({ browser, app }, use) => {
    const problems: string[] = [];
    await use(async (user, path, { url = app.url, ...options } = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      context.setDefaultTimeout(20_000);
      context.on('console', (message) => {
        // Without a session, restoring it fails with 401, and Chromium logs every 401.
        const isSessionRestore = !user && message.location().url.endsWith('/api/auth/refresh');
        if (message.type() === 'error' && !isSessionRestore)
          problems.push(`${message.text()} ${message.location().url}`);
      });
      context.on('weberror', (error) => problems.push(String(error.error().stack)));
      context.on('dialog', (dialog) => {
        problems.push(`A dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      context.on('request', (request) => {
        if (!isOwnOrigin(request.url(), url)) problems.push(`A request to ${request.url()}`);
      });
      if (user) await context.addCookies([await cookieOf(app, user, url)]);
      const page = await context.newPage();
      await page.goto(url + path);
      return page;
    });
    await Promise.all(browser.contexts().map((context) => context.close()));
    const unexpected = problems.filter((problem) => !allowedErrors.some((pattern) => pattern.test(problem)));
    allowedErrors = [];
    expect(unexpected).toEqual([]);
  },
});

let allowedErrors: RegExp[] = [];

/** A test with Chromium against the built client and a real server; each test file starts one of each. */
export const test = withFixtures.skipIf(!executable && !isCi);

const isOwnOrigin = (url: string, origin: string) =>
  /^(data|blob|about):/.test(url) || new URL(url).host === new URL(origin).host;

/** Prints a warning once per test run, although each test file runs in its own process. */
function warnOncePerRun(text: string): void {
  try {
    mkdirSync(path.join(tmpdir(), `helpdesk-warned-${process.ppid}`));
    process.stderr.write(`${text}\n`);
  } catch {
    // The directory exists: another process has printed the warning.
  }
}

/** Blocks the realtime connection of a page from its next connection attempt on; HTTP requests still work. */
export async function blockRealtime(page: Page): Promise<void> {
  await page.routeWebSocket(/socket\.io/, (socket) => socket.close());
  await page.route('**/socket.io/**', (route) => route.abort());
}

export type TcpProxy = {
  url: string;
  disconnect: () => void;
  reconnect: () => void;
  close: () => Promise<void>;
};

async function startTcpProxy(url: string): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isDisconnected = false;
  const server = createServer((client) => {
    if (isDisconnected) return void client.destroy();
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const disconnect = () => {
    isDisconnected = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    disconnect,
    reconnect: () => {
      isDisconnected = false;
    },
    close: async () => {
      disconnect();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Average character width in em: similar to Arial Narrow, and to DejaVu Sans or Verdana. */
const FONT_WIDTHS_EM = { narrow: 0.42, wide: 0.63 } as const;

/** Elements that overflow the window horizontally, tested with a narrow and a wide font, independent of installed fonts. */
export async function findHorizontalOverflow(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [font, width] of Object.entries(FONT_WIDTHS_EM)) {
    await page.evaluate(setFontWidth, width);
    for (const element of await page.evaluate(overflowingElements)) found.push(`${element} (${font} font)`);
  }
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
  return found;
}

/** Runs in the page: sets the letter spacing to simulate a font with this average character width. */
function setFontWidth(em: number): void {
  const sample = 'The quick brown fox jumps over the lazy dog';
  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('The canvas has no 2D context.');
  context.font = `100px ${getComputedStyle(document.body).fontFamily}`;
  const spacing = em - context.measureText(sample).width / 100 / sample.length;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`*, ::before, ::after { letter-spacing: ${spacing}em !important }`);
  document.adoptedStyleSheets = [sheet];
}

/** Runs in the page: elements that overflow the window horizontally and are neither scrolled nor clipped with an ellipsis. */
function overflowingElements(): string[] {
  const mayClip = (element: Element | null): boolean => {
    if (!element || element === document.body) return false;
    const { overflowX, textOverflow, position } = getComputedStyle(element);
    const isVisuallyHidden = element.clientWidth <= 1 && position === 'absolute';
    const scrolls = /auto|scroll/.test(overflowX) && element.matches('pre, .tabs, [data-scrolls]');
    return (
      scrolls ||
      isVisuallyHidden ||
      (overflowX !== 'visible' && textOverflow === 'ellipsis') ||
      mayClip(element.parentElement)
    );
  };
  const offenders = [...document.body.querySelectorAll('*')].filter((element) => {
    const { left, right, width, height } = element.getBoundingClientRect();
    const isVisible = width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
    return isVisible && (right > innerWidth + 1 || (left < -1 && right > 0)) && !mayClip(element);
  });
  const descriptions = offenders.map(
    (element) => `${element.tagName}.${element.className} ${(element.textContent ?? '').slice(0, 20)}`,
  );
  if (document.documentElement.scrollWidth > innerWidth) descriptions.push('The page scrolls horizontally.');
  return descriptions.slice(0, 5);
}
