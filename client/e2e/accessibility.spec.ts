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

type Cast = {
  ada: TestUser;
  bob: TestUser;
  carl: TestUser;
  mine: Ticket;
  bobs: Ticket;
  solved: Ticket;
  free: Ticket;
};
/** Something opened or filled in on a page, looked at, and closed again. */
type Step = {
  name: string;
  /** The part of the page this is about. */
  part: string;
  open: (page: Page, cast: Cast) => Promise<unknown>;
  /** Begins narrow: for what exists only there. */
  width?: number;
  /** Where Escape does not undo it. */
  close?: (page: Page) => Promise<unknown>;
};
type Scene = {
  name: string;
  who?: 'ada' | 'carl';
  at: string | ((cast: Cast) => string);
  /** What shows that the page is there. */
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

const SCENES: Scene[] = [
  {
    name: 'sign in',
    at: '/login',
    ready: 'h1',
    steps: [
      { name: 'refused', part: 'form', open: click('Sign in') },
      {
        name: 'to a demo',
        part: '.demo',
        open: async (page) => {
          await page.route('**/api/desk', (route) => route.fulfill({ json: { demo: true, build: 'x' } }));
          await page.reload();
        },
      },
    ],
  },
  {
    name: 'register',
    at: '/register',
    ready: 'h1',
    steps: [{ name: 'refused', part: 'form', open: click('Create account') }],
  },
  { name: 'join', at: '/join#any-token', ready: 'h1' },
  { name: 'join without a link', at: '/join', ready: 'h1' },
  {
    name: 'my tickets',
    who: 'carl',
    at: '/tickets',
    ready: '.ticket-card',
    steps: [{ name: 'account menu', part: MENU, open: click(/^Your account/) }],
  },
  { name: 'my tickets, none found', who: 'carl', at: '/tickets?q=zzzz', ready: '.empty' },
  {
    name: 'new ticket',
    who: 'carl',
    at: '/tickets/new',
    ready: 'form',
    steps: [{ name: 'refused', part: 'form', open: click('Send') }],
  },
  { name: 'thread, waiting', who: 'carl', at: ({ mine }) => `/tickets/${mine.id}`, ready: '.banner' },
  { name: 'thread, solved', who: 'carl', at: ({ solved }) => `/tickets/${solved.id}`, ready: '.banner' },
  { name: 'settings of a customer', who: 'carl', at: '/settings', ready: '.settings-card' },
  { name: 'no such page', who: 'carl', at: '/nowhere', ready: 'h1' },
  {
    name: 'queue',
    who: 'ada',
    at: '/queue?view=all',
    ready: 'a.row',
    steps: [
      { name: 'account menu', part: MENU, open: click(/^Your account/) },
      {
        name: 'session over',
        part: DIALOG,
        open: async (page) => {
          await page.route('**/api/**', (route) => route.fulfill({ status: 401, json: unauthenticated }));
          await page.locator('a.row').first().click();
        },
      },
    ],
  },
  { name: 'queue, none found', who: 'ada', at: '/queue?q=zzzz', ready: '.empty' },
  {
    name: 'workspace',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.entry.note',
    steps: [
      { name: 'status menu', part: MENU, open: press('s') },
      { name: 'priority menu', part: MENU, open: press('p') },
      { name: 'assignee menu', part: MENU, open: click(/^Assigned to/) },
      { name: 'shortcuts', part: DIALOG, open: press('?') },
      { name: 'palette', part: '.palette-item', open: press('Control+k') },
      {
        name: 'note being written',
        part: '.composer.note',
        open: (page) => page.locator('label', { hasText: 'Internal note' }).click(),
        close: (page) => page.locator('label', { hasText: 'Public reply' }).click(),
      },
      { name: 'details drawer', part: DIALOG, width: 860, open: click('Details') },
      {
        name: 'a reply held back',
        part: '.stale',
        open: async (page, { bob, mine }) => {
          await page.route('**/replies', (route) => route.fulfill({ status: 409, json: stale(bob, mine) }));
          await send(page);
        },
      },
      {
        name: 'offline',
        part: '.connection-banner',
        open: async (page) => {
          await page.context().setOffline(true);
          await send(page);
        },
      },
    ],
  },
  {
    name: 'workspace of another’s ticket',
    who: 'ada',
    at: ({ bobs }) => `/queue/${bobs.id}`,
    ready: '.composer',
    steps: [
      { name: 'taking over', part: DIALOG, open: press('a') },
      { name: 'resolving', part: '.resolve-confirm', open: press('e') },
      { name: 'ways to send on a phone', part: MENU, width: 390, open: click(/^More ways to send/) },
    ],
  },
  {
    name: 'workspace of a free ticket',
    who: 'ada',
    at: ({ free }) => `/queue/${free.id}`,
    ready: '.composer',
    steps: [{ name: 'a message in the corner', part: '.toast', open: press('a') }],
  },
  { name: 'no such ticket', who: 'ada', at: '/queue/999999', ready: '.missing' },
  {
    name: 'settings of an agent',
    who: 'ada',
    at: '/settings',
    ready: '.settings-card',
    steps: [
      {
        name: 'leaving with unsent text',
        part: DIALOG,
        open: async (page, { mine }) => {
          await page.goto(new URL(`/queue/${mine.id}`, page.url()).href);
          await composer(page).fill('Unsent');
          await page.goto(new URL('/settings', page.url()).href);
          await page.getByRole('main').getByRole('button', { name: 'Sign out', exact: true }).first().click();
        },
      },
    ],
  },
  { name: 'people', who: 'ada', at: '/people', ready: '.settings-card' },
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
    detail: 'Bob was faster.',
    missed,
  };
};

let cast: Promise<Cast> | undefined;
/** Tickets with all a page can show: notes, links, code, moves, unread replies. */
async function castOf(app: TestApp): Promise<Cast> {
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

/** What only colours decide: all that the other theme can change. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** What axe finds at this moment, by rule and place. */
const found = (page: Page, within: string, rules?: string[]): Promise<string[]> =>
  page.evaluate(
    async ({ within, rules }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const places = [...document.querySelectorAll(within)];
      const { violations } = await axe.run(places as never, {
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

/** All complaints in both themes, beginning at this width: of the whole page there, of the part where it was opened. */
async function look(page: Page, part: string, first = 1440): Promise<string[]> {
  const all: string[] = [];
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  for (const width of new Set([first, ...WIDTHS])) {
    const within = width === first ? 'html' : part;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    for (const one of await found(page, within)) all.push(`light ${width} ${one}`);
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const one of await found(page, within, OF_COLOUR)) all.push(`dark ${width} ${one}`);
  }
  return all;
}

/** What stands out on the smallest phone, and on 1440 × 900 at 200 % zoom. */
async function lookSideways(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (const [width, height] of [[320, 640] as const, [720, 450] as const]) {
    await page.setViewportSize({ width, height });
    for (const one of await findHorizontalOverflow(page)) all.push(`sideways at ${width}: ${one}`);
  }
  return all;
}

for (const scene of SCENES) {
  test(`axe finds nothing, and nothing stands out sideways: ${scene.name}`, async ({
    app,
    open,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/status of 4\d\d/);
    allowConsoleErrors(NO_NETWORK);
    cast ??= castOf(app);
    const people = await cast;
    const at = typeof scene.at === 'string' ? scene.at : scene.at(people);
    const page = await open(scene.who && people[scene.who], at, { reducedMotion: 'reduce' });
    await page.locator(scene.ready).first().waitFor();
    const all = [...(await look(page, 'html')), ...(await lookSideways(page))];
    for (const { name, part, open: begin, width = 1440, close = press('Escape') } of scene.steps ?? []) {
      await page.setViewportSize({ width, height: 900 });
      await begin(page, people);
      await page.locator(part).first().waitFor();
      for (const one of await look(page, part, width)) all.push(`${name}: ${one}`);
      await close(page);
    }
    expect(all).toEqual([]);
  });
}

test('from a very small window an agent can still write and send', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`, { viewport: { width: 320, height: 450 } });
  await page.locator('.composer textarea').fill('From a very small place');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.entry:not(.pending)', { hasText: 'a very small place' }).waitFor();
});
