import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  createReply,
  createTicket,
  createTicketInStatus,
  type TestApp,
  type TestUser,
} from '../../server/testing/test-app.ts';
import type { Ticket } from '../../shared/schemas.ts';
import { findHorizontalOverflow, NO_NETWORK, test } from './support/fixtures.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

type TestData = {
  ada: TestUser;
  bob: TestUser;
  carl: TestUser;
  mine: Ticket;
  bobs: Ticket;
  solved: Ticket;
  free: Ticket;
};
/** A state of a page to check, such as an open menu. */
type Step = {
  name: string;
  /** The selector of the element to check. */
  selector: string;
  open: (page: Page, data: TestData) => Promise<unknown>;
  /** The first width to check, for elements of narrow layouts only. */
  width?: number;
  /** Needed where Escape does not close it. */
  close?: (page: Page) => Promise<unknown>;
};
type PageCase = {
  name: string;
  user?: 'ada' | 'carl';
  path: string | ((data: TestData) => string);
  /** A selector that exists once the page is rendered. */
  ready: string;
  steps?: Step[];
};

const click = (name: string | RegExp) => (page: Page) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click();
const press = (key: string) => (page: Page) => page.keyboard.press(key);
const MENU = '[role=menu]:popover-open';
const DIALOG = 'dialog[open]';
const composer = (page: Page) => page.locator('.composer textarea');
async function send(page: Page): Promise<void> {
  await composer(page).fill('Hello');
  await composer(page).press('Control+Enter');
}

const PAGES: PageCase[] = [
  {
    name: 'sign in',
    path: '/login',
    ready: 'h1',
    steps: [
      { name: 'validation errors', selector: 'form', open: click('Sign in') },
      {
        name: 'demo accounts',
        selector: '.demo',
        open: async (page) => {
          await page.route('**/api/desk', (route) => route.fulfill({ json: { demo: true, build: 'x' } }));
          await page.reload();
        },
      },
    ],
  },
  {
    name: 'register',
    path: '/register',
    ready: 'h1',
    steps: [{ name: 'validation errors', selector: 'form', open: click('Create account') }],
  },
  { name: 'join', path: '/join#any-token', ready: 'h1' },
  { name: 'join without a link', path: '/join', ready: 'h1' },
  {
    name: 'my tickets',
    user: 'carl',
    path: '/tickets',
    ready: '.ticket-card',
    steps: [{ name: 'account menu', selector: MENU, open: click(/^Your account/) }],
  },
  { name: 'my tickets, no results', user: 'carl', path: '/tickets?q=zzzz', ready: '.empty' },
  {
    name: 'new ticket',
    user: 'carl',
    path: '/tickets/new',
    ready: 'form',
    steps: [
      { name: 'validation errors', selector: 'form', open: click('Send') },
      {
        name: 'a lost answer',
        selector: '.submission-notice',
        open: async (page) => {
          await page.route('**/api/tickets', (route) => route.abort());
          await page.getByLabel('Subject').fill('Lost');
          await page.getByLabel('What happened?').fill('On the way');
          await click('Send')(page);
        },
      },
    ],
  },
  { name: 'thread, received', user: 'carl', path: ({ free }) => `/tickets/${free.id}`, ready: '.next-step' },
  { name: 'thread, waiting', user: 'carl', path: ({ mine }) => `/tickets/${mine.id}`, ready: '.banner' },
  { name: 'thread, solved', user: 'carl', path: ({ solved }) => `/tickets/${solved.id}`, ready: '.banner' },
  { name: 'settings of a customer', user: 'carl', path: '/settings', ready: '.settings-card' },
  { name: 'page not found', user: 'carl', path: '/nowhere', ready: 'h1' },
  {
    name: 'queue',
    user: 'ada',
    path: '/queue?view=all',
    ready: 'a.row',
    steps: [
      { name: 'account menu', selector: MENU, open: click(/^Your account/) },
      {
        name: 'expired session',
        selector: DIALOG,
        open: async (page) => {
          await page.route('**/api/**', (route) => route.fulfill({ status: 401, json: unauthenticated }));
          await page.locator('a.row').first().click();
        },
      },
    ],
  },
  { name: 'queue, no results', user: 'ada', path: '/queue?q=zzzz', ready: '.empty' },
  {
    name: 'queue, search',
    user: 'ada',
    path: '/queue?view=all&q=it&notes=true',
    ready: '.hit',
    steps: [
      {
        name: 'palette, search',
        selector: DIALOG,
        open: async (page) => {
          await page.keyboard.press('Control+k');
          await page.getByLabel('Search commands and tickets').fill('broke');
          await page.locator('.palette .hit').first().waitFor();
        },
      },
    ],
  },
  { name: 'my tickets, search', user: 'carl', path: '/tickets?q=it', ready: '.hit' },
  {
    name: 'workspace',
    user: 'ada',
    path: ({ mine }) => `/queue/${mine.id}`,
    ready: '.entry.note',
    steps: [
      { name: 'status menu', selector: MENU, open: press('s') },
      { name: 'priority menu', selector: MENU, open: press('p') },
      { name: 'assignee menu', selector: MENU, open: click(/^Assigned to/) },
      { name: 'shortcuts', selector: DIALOG, open: press('?') },
      { name: 'palette', selector: '.palette-item', open: press('Control+k') },
      {
        name: 'writing a note',
        selector: '.composer.note',
        open: (page) => page.locator('label', { hasText: 'Internal note' }).click(),
        close: (page) => page.locator('label', { hasText: 'Public reply' }).click(),
      },
      {
        name: 'details drawer',
        selector: DIALOG,
        width: 860,
        open: async (page) => {
          await click('Details')(page);
          await page.locator('.history summary').click();
        },
      },
      {
        name: 'a reply refused as stale',
        selector: '.stale',
        open: async (page, { bob, mine }) => {
          await page.route('**/replies', (route) => route.fulfill({ status: 409, json: stale(bob, mine) }));
          await send(page);
        },
      },
      {
        name: 'offline',
        selector: '.connection-banner',
        open: async (page) => {
          await page.context().setOffline(true);
          await send(page);
        },
      },
    ],
  },
  {
    name: 'workspace, ticket of another agent',
    user: 'ada',
    path: ({ bobs }) => `/queue/${bobs.id}`,
    ready: '.composer',
    steps: [
      { name: 'takeover confirmation', selector: DIALOG, open: press('a') },
      { name: 'resolve confirmation', selector: '.resolve-confirm', open: press('e') },
      { name: 'composer with the focus', selector: '.composer', open: (page) => composer(page).focus() },
      {
        name: 'text over the limit',
        selector: '.composer',
        open: async (page) => {
          await composer(page).fill('word '.repeat(4100));
          await composer(page).press('Control+Enter');
        },
        close: (page) => composer(page).fill(''),
      },
      {
        name: 'send menu on a phone',
        selector: MENU,
        width: 390,
        open: async (page) => {
          await composer(page).fill('Hello');
          await click(/^More ways to send/)(page);
        },
      },
    ],
  },
  {
    name: 'workspace, unassigned ticket',
    user: 'ada',
    path: ({ free }) => `/queue/${free.id}`,
    ready: '.composer',
    steps: [{ name: 'toast', selector: '.toast', open: press('a') }],
  },
  { name: 'ticket not found', user: 'ada', path: '/queue/999999', ready: '.missing' },
  {
    name: 'settings of an agent',
    user: 'ada',
    path: '/settings',
    ready: '.settings-card',
    steps: [
      {
        name: 'sign out with unsent text',
        selector: DIALOG,
        open: async (page, { mine }) => {
          await page.goto(new URL(`/queue/${mine.id}`, page.url()).href);
          await composer(page).fill('Unsent');
          await page.goto(new URL('/settings', page.url()).href);
          await page.getByRole('main').getByRole('button', { name: 'Sign out', exact: true }).first().click();
        },
      },
    ],
  },
  {
    name: 'people',
    user: 'ada',
    path: '/people',
    ready: '.user-row',
    steps: [
      { name: 'menu of a person', selector: MENU, open: click(/^Actions for Bob/) },
      {
        name: 'deactivate confirmation',
        selector: DIALOG,
        open: async (page) => {
          await click(/^Actions for Bob/)(page);
          await page.getByRole('menuitem', { name: 'Deactivate' }).click();
        },
      },
      { name: 'invite dialog', selector: DIALOG, open: click('Invite an agent') },
    ],
  },
  { name: 'people, no results', user: 'ada', path: '/people?q=zzzz', ready: '.empty' },
];

const problem = { type: 'about:blank', requestId: 'r' };
const unauthenticated = {
  ...problem,
  title: 'Unauthorized',
  status: 401,
  code: 'unauthenticated',
  detail: 'No.',
};
const stale = ({ user }: TestUser, ticket: Ticket) => {
  const author = { id: user.id, name: user.name, role: user.role };
  const content = 'I answered this';
  const reply = { id: crypto.randomUUID(), ticketId: ticket.id, author, content, internal: false, key: null };
  const missed = [{ ...reply, createdAt: new Date().toISOString() }];
  return {
    ...problem,
    title: 'Conflict',
    status: 409,
    code: 'stale_reply',
    detail: 'Bob replied first.',
    missed,
  };
};

let testData: Promise<TestData> | undefined;
/** Creates tickets with notes, links, code, status changes and unread replies. */
async function createTestData(app: TestApp): Promise<TestData> {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const mine = await createTicketInStatus('waiting_on_customer', carl, ada);
  const [bobs, solved] = [
    await createTicketInStatus('in_progress', carl, bob),
    await createTicketInStatus('resolved', carl, ada),
  ];
  const free = await createTicket(carl, { subject: 'A free one', priority: 'high' });
  await createReply(
    ada,
    mine,
    'See **this**:\n\n- https://a.example\n- `code`\n\n> quoted\n\n```\nmore code\n```',
  );
  await createReply(bob, mine, { content: 'Among us', internal: true });
  await createReply(bob, mine, 'And this');
  return { ada, bob, carl, mine, bobs, solved, free };
}

/** Rules that depend on colours only; a theme can change no other result. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

/** Runs axe now; returns violations by rule and element. */
const axeViolations = (page: Page, within: string, rules?: string[]): Promise<string[]> =>
  page.evaluate(
    async ({ within, rules }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const elements = [...document.querySelectorAll(within)];
      const { violations } = await axe.run(elements as never, {
        resultTypes: ['violations'],
        ...(rules && { runOnly: { type: 'rule', values: rules } }),
      });
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 150)).slice(0, 3)}`,
      );
    },
    { within, rules },
  );

const WIDTHS = [1440, 860, 390];

/** Checks both themes at all widths: the whole page at the first width, the selected element at the others. */
async function checkAxe(page: Page, selector: string, firstWidth = 1440): Promise<string[]> {
  const all: string[] = [];
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  for (const width of new Set([firstWidth, ...WIDTHS])) {
    const within = width === firstWidth ? 'html' : selector;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    for (const violation of await axeViolations(page, within)) all.push(`light ${width} ${violation}`);
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const violation of await axeViolations(page, within, COLOR_RULES))
      all.push(`dark ${width} ${violation}`);
  }
  return all;
}

/** Checks for horizontal overflow on a 320 px phone and on 1440 × 900 at 200 % zoom. */
async function checkOverflow(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (const [width, height] of [[320, 640] as const, [720, 450] as const]) {
    await page.setViewportSize({ width, height });
    for (const violation of await findHorizontalOverflow(page))
      all.push(`overflow at ${width}: ${violation}`);
  }
  return all;
}

for (const pageCase of PAGES) {
  test(`has no axe violations and no horizontal overflow: ${pageCase.name}`, async ({
    app,
    open,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/status of 4\d\d/);
    allowConsoleErrors(NO_NETWORK);
    testData ??= createTestData(app);
    const data = await testData;
    const path = typeof pageCase.path === 'string' ? pageCase.path : pageCase.path(data);
    const page = await open(pageCase.user && data[pageCase.user], path, { reducedMotion: 'reduce' });
    await page.locator(pageCase.ready).first().waitFor();
    const all = [...(await checkAxe(page, 'html')), ...(await checkOverflow(page))];
    for (const { name, selector, open: openStep, width = 1440, close = press('Escape') } of pageCase.steps ??
      []) {
      await page.setViewportSize({ width, height: 900 });
      await openStep(page, data);
      await page.locator(selector).first().waitFor();
      for (const violation of await checkAxe(page, selector, width)) all.push(`${name}: ${violation}`);
      await close(page);
    }
    expect(all).toEqual([]);
  });
}

test('an agent can write and send in a 320 × 450 window', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`, { viewport: { width: 320, height: 450 } });
  await page.locator('.composer textarea').fill('From a very small place');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.entry:not(.pending)', { hasText: 'a very small place' }).waitFor();
});
