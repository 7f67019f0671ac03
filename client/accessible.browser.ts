import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Caller, replyBy, type TestDesk, ticketBy, ticketIn } from '../server/testing.ts';
import type { Ticket } from '../shared/schemas.ts';
import { NO_NETWORK, sidewaysIn, test } from './testing-browser.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

type Cast = {
  ada: Caller;
  bob: Caller;
  carl: Caller;
  mine: Ticket;
  bobs: Ticket;
  solved: Ticket;
  free: Ticket;
};
type Scene = {
  name: string;
  who?: 'ada' | 'carl';
  at: string | ((cast: Cast) => string);
  /** What shows that the page is there. */
  ready: string;
  /** Opens or fills in what is to be looked at. */
  next?: (page: Page, cast: Cast) => Promise<unknown>;
  /** Begins narrow: for what exists only there. */
  width?: number;
};

const click = (name: string | RegExp) => (page: Page) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click();
const press = (key: string, found: string) => async (page: Page) => {
  await page.locator('.composer').waitFor();
  await page.keyboard.press(key);
  await page.locator(found).first().waitFor();
};

const SCENES: Scene[] = [
  { name: 'sign in', at: '/login', ready: 'h1', next: click('Sign in') },
  {
    name: 'sign in to a demo',
    at: '/login',
    ready: 'h1',
    next: async (page) => {
      await page.route('**/api/desk', (route) => route.fulfill({ json: { demo: true, build: 'x' } }));
      await page.reload();
      await page.locator('.demo').waitFor();
    },
  },
  { name: 'register', at: '/register', ready: 'h1', next: click('Create account') },
  { name: 'join', at: '/join#any-token', ready: 'h1' },
  { name: 'join without a link', at: '/join', ready: 'h1' },
  { name: 'my tickets', who: 'carl', at: '/tickets', ready: '.ticket-card' },
  { name: 'my tickets, none found', who: 'carl', at: '/tickets?q=zzzz', ready: '.empty' },
  { name: 'new ticket', who: 'carl', at: '/tickets/new', ready: 'form', next: click('Send') },
  { name: 'thread, waiting', who: 'carl', at: ({ mine }) => `/tickets/${mine.id}`, ready: '.banner' },
  { name: 'thread, solved', who: 'carl', at: ({ solved }) => `/tickets/${solved.id}`, ready: '.banner' },
  { name: 'settings of a customer', who: 'carl', at: '/settings', ready: '.settings-card' },
  {
    name: 'customer’s menu',
    who: 'carl',
    at: '/tickets',
    ready: '.ticket-card',
    next: click(/^Your account/),
  },
  { name: 'no such page', who: 'carl', at: '/nowhere', ready: 'h1' },
  { name: 'queue', who: 'ada', at: '/queue?view=all', ready: 'a.row' },
  { name: 'queue, none found', who: 'ada', at: '/queue?q=zzzz', ready: '.empty' },
  { name: 'workspace', who: 'ada', at: ({ mine }) => `/queue/${mine.id}`, ready: '.entry.note' },
  { name: 'no such ticket', who: 'ada', at: '/queue/999999', ready: '.missing' },
  {
    name: 'note being written',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.composer',
    next: (page) => page.locator('label', { hasText: 'Internal note' }).click(),
  },
  {
    name: 'status menu',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.composer',
    next: press('s', '[role=menu]:popover-open'),
  },
  {
    name: 'priority menu',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.composer',
    next: press('p', '[role=menu]:popover-open'),
  },
  {
    name: 'assignee menu',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.composer',
    next: click(/^Assigned to/),
  },
  {
    name: 'taking over',
    who: 'ada',
    at: ({ bobs }) => `/queue/${bobs.id}`,
    ready: '.composer',
    next: press('a', 'dialog[open]'),
  },
  {
    name: 'resolving',
    who: 'ada',
    at: ({ bobs }) => `/queue/${bobs.id}`,
    ready: '.composer',
    next: press('e', '.ask'),
  },
  {
    name: 'ways to send on a phone',
    who: 'ada',
    at: ({ bobs }) => `/queue/${bobs.id}`,
    ready: '.composer',
    width: 390,
    next: click(/^More ways to send/),
  },
  {
    name: 'details drawer',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.composer',
    width: 860,
    next: click('Details'),
  },
  {
    name: 'a message in the corner',
    who: 'ada',
    at: ({ free }) => `/queue/${free.id}`,
    ready: '.composer',
    next: press('a', '.toast'),
  },
  {
    name: 'a reply held back',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.composer',
    next: async (page, { bob, mine }) => {
      await page.route('**/replies', (route) => route.fulfill({ status: 409, json: stale(bob, mine) }));
      await page.locator('.composer textarea').fill('Hello');
      await page.locator('.composer textarea').press('Control+Enter');
      await page.locator('.stale').waitFor();
    },
  },
  {
    name: 'offline',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.composer',
    next: async (page) => {
      await page.context().setOffline(true);
      await page.locator('.composer textarea').fill('Hello');
      await page.locator('.composer textarea').press('Control+Enter');
      await page.getByText('You are offline').first().waitFor();
    },
  },
  {
    name: 'shortcuts',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.composer',
    next: press('?', 'dialog[open]'),
  },
  {
    name: 'palette',
    who: 'ada',
    at: ({ mine }) => `/queue/${mine.id}`,
    ready: '.composer',
    next: press('Control+k', '.palette-item'),
  },
  { name: 'agent’s menu', who: 'ada', at: '/queue', ready: 'a.row', next: click(/^Your account/) },
  {
    name: 'leaving with unsent text',
    who: 'ada',
    at: '/settings',
    ready: '.settings-card',
    next: async (page, { mine }) => {
      await page.goto(new URL(`/queue/${mine.id}`, page.url()).href);
      await page.locator('.composer textarea').fill('Unsent');
      await page.goto(new URL('/settings', page.url()).href);
      await page.getByRole('main').getByRole('button', { name: 'Sign out', exact: true }).first().click();
      await page.locator('dialog[open]').waitFor();
    },
  },
  {
    name: 'session over',
    who: 'ada',
    at: '/queue',
    ready: 'a.row',
    next: async (page) => {
      await page.route('**/api/**', (route) => route.fulfill({ status: 401, json: unauthenticated }));
      await page.locator('a.row').first().click();
      await page.locator('dialog[open]').waitFor();
    },
  },
  { name: 'settings of an agent', who: 'ada', at: '/settings', ready: '.settings-card' },
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
const stale = ({ user }: Caller, ticket: Ticket) => {
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
async function castOf(desk: TestDesk): Promise<Cast> {
  const [ada, bob, carl] = [await desk.as('agent'), await desk.as('agent', 'Bob'), await desk.as('customer')];
  const mine = await ticketIn('waiting_on_customer', carl, ada);
  const [bobs, solved] = [await ticketIn('in_progress', carl, bob), await ticketIn('resolved', carl, ada)];
  const free = await ticketBy(carl, { subject: 'A free one', priority: 'high' });
  await replyBy(
    ada,
    mine,
    'See **this**:\n\n- https://a.example\n- `code`\n\n> quoted\n\n```\nmore code\n```',
  );
  await replyBy(bob, mine, { content: 'Among us', internal: true });
  await replyBy(bob, mine, 'And this');
  return { ada, bob, carl, mine, bobs, solved, free };
}

type Open = (who: Caller | undefined, path: string, options?: object) => Promise<Page>;

async function show(scene: Scene, desk: TestDesk, open: Open): Promise<Page> {
  cast ??= castOf(desk);
  const people = await cast;
  const viewport = { width: scene.width ?? 1440, height: 900 };
  const at = typeof scene.at === 'string' ? scene.at : scene.at(people);
  const page = await open(scene.who && people[scene.who], at, { viewport, reducedMotion: 'reduce' });
  await page.locator(scene.ready).first().waitFor();
  await scene.next?.(page, people);
  return page;
}

/** What only colours decide: all that the other theme can change. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** What axe finds at this moment, by rule and place. */
const found = (page: Page, rules?: string[]): Promise<string[]> =>
  page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run({
      resultTypes: ['violations'],
      ...(only && { runOnly: { type: 'rule', values: only } }),
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 150)).slice(0, 3)}`,
    );
  }, rules);

for (const scene of SCENES) {
  test(`axe finds nothing, and nothing stands out sideways: ${scene.name}`, async ({
    desk,
    open,
    forgive,
  }) => {
    forgive(/status of 4\d\d/);
    forgive(NO_NETWORK);
    const page = await show(scene, desk, open);
    await page.evaluate(AXE);
    const all: string[] = [];
    const widths = new Set([scene.width ?? 1440, 1440, 860, 390]);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      for (const one of await found(page)) all.push(`light ${width} ${one}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      for (const one of await found(page, OF_COLOUR)) all.push(`dark ${width} ${one}`);
    }
    // The smallest phone, and 1440 × 900 at 200 % zoom. A menu stands where it was opened.
    for (const [width, height] of scene.next ? [] : [[320, 640] as const, [720, 450] as const]) {
      await page.setViewportSize({ width, height });
      for (const one of await page.evaluate(sidewaysIn)) all.push(`sideways at ${width}: ${one}`);
    }
    expect(all).toEqual([]);
  });
}

test('from a very small window an agent can still write and send', async ({ desk, open }) => {
  const [ada, carl] = [await desk.as('agent'), await desk.as('customer')];
  const ticket = await ticketIn('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`, { viewport: { width: 320, height: 450 } });
  await page.locator('.composer textarea').fill('From a very small place');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.entry:not(.pending)', { hasText: 'a very small place' }).waitFor();
});
