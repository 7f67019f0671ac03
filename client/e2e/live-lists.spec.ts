import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  createReply,
  createTicket,
  createTicketInStatus,
  type TestApp,
  type TestUser,
  waitFor,
} from '../../server/testing/test-app.ts';
import type { Ticket } from '../../shared/schemas.ts';
import { STATUSES, type Status } from '../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../shared/workflow.ts';
import { NO_NETWORK, test } from './support/fixtures.ts';

const FILTERED = '/queue?view=all&status=in_progress';

/** What a list and the counts around it say. */
const seen = (page: Page) =>
  page.evaluate(() => ({
    rows: [...document.querySelectorAll('.row-item:not(.departed) a.row')].map((row) => row.textContent),
    counts: [...document.querySelectorAll('.nav-count, .tab .number')].map((count) => count.textContent),
  }));

/** Somebody who opens the same page now. */
async function fresh(page: Page): Promise<Awaited<ReturnType<typeof seen>>> {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('a.row').first().waitFor();
  await waitFor(() =>
    other.evaluate(() => [...document.querySelectorAll('.nav-count')].every((n) => n.textContent)),
  );
  const now = await seen(other);
  await other.close();
  return now;
}

/** Two tickets in each status, and everybody who can change them. */
async function createBusyApp(app: TestApp) {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const tickets: Ticket[] = [];
  for (const status of [...STATUSES, ...STATUSES])
    tickets.push(await createTicketInStatus(status, carl, bob));
  return { ada, bob, carl, tickets };
}

async function openOnes(ada: TestUser): Promise<number> {
  const { body } = await ada.get<{ status: Record<Status, number> }>('/api/tickets/counts');
  return UNRESOLVED.reduce((sum, status) => sum + body.status[status], 0);
}

/** Each ticket is worked on as far as its status allows, all at the same time. */
async function burst({ bob, carl, tickets }: { bob: TestUser; carl: TestUser; tickets: Ticket[] }) {
  const steps = tickets.map(async (ticket, index) => {
    const path = `/api/tickets/${ticket.id}`;
    await bob.patch(path, { priority: index % 2 ? 'high' : 'low' });
    await createReply(index % 3 ? carl : bob, ticket, `Word ${index}`);
    await bob.patch(path, { status: 'in_progress' });
    await bob.patch(path, { status: index % 2 ? 'resolved' : 'waiting_on_customer' });
    if (index % 4 === 1) await carl.patch(path, { status: 'reopened' });
    await createTicket(carl, { subject: `New ${index}` });
    if (index % 5 === 0) await bob.patch(path, { status: 'in_progress' });
  });
  await Promise.all(steps);
}

/** In the page: notes what these elements say in each frame that is painted. A size observer speaks after all else in a frame. */
function watchFrames(selector: string): void {
  const seen = new Set<string | null>();
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.cssText = 'position: fixed; width: 1px; height: 1px';
  new ResizeObserver(() => {
    for (const element of document.querySelectorAll(selector)) seen.add(element.textContent);
  }).observe(probe);
  const stir = () => {
    probe.style.width = probe.style.width === '1px' ? '2px' : '1px';
    requestAnimationFrame(stir);
  };
  stir();
  Object.assign(window, { framesSeen: seen });
}
const framesSeen = () => [...(window as unknown as { framesSeen: Set<string> }).framesSeen];

test('a filter shows no wrong row during a burst, and afterwards what a fresh page shows', async ({
  app,
  open,
}) => {
  const people = await createBusyApp(app);
  const page = await open(people.ada, FILTERED);
  await page.locator('a.row').first().waitFor();
  await page.evaluate(watchFrames, '.row-item:not(.departed) .row-status-label');
  await burst(people);
  const truth = await fresh(page);
  await expect.poll(() => seen(page), { timeout: 5000 }).toEqual(truth);
  expect(await page.evaluate(framesSeen)).toEqual(['In progress']);
});

test('after ten seconds without network the list and its counts are what a fresh page shows', async ({
  app,
  open,
  allowConsoleErrors,
  network,
}) => {
  const people = await createBusyApp(app);
  const page = await open(people.ada, FILTERED, { url: network.url });
  allowConsoleErrors(NO_NETWORK);
  await page.locator('a.row').first().waitFor();
  // A line that never was cannot be lost.
  const [, busy] = people.tickets;
  if (busy) await createReply(people.carl, busy, 'The line is up');
  await page.getByText('The line is up').first().waitFor();
  const tenSeconds = new Promise((resolve) => setTimeout(resolve, 10_000));
  network.disconnect();
  await burst(people);
  await page.getByText('Reconnecting…').first().waitFor();
  await tenSeconds;
  network.reconnect();
  await page
    .getByText(/^Back online · \d+ updates/)
    .first()
    .waitFor();
  await expect.poll(() => seen(page), { timeout: 5000 }).toEqual(await fresh(page));
});

test('the row under the pointer stays where it is during twenty updates', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer', 'Cleo')];
  const tickets: Ticket[] = [];
  for (let n = 0; n < 12; n += 1) tickets.push(await createTicket(carl, { subject: `Number ${n}` }));
  const page = await open(ada, `/queue?customer=${carl.user.id}`);
  await page.getByRole('link', { name: /Number 5/ }).hover();
  const { y } = (await page.locator('a.row:hover').boundingBox()) ?? { y: 0 };
  await page.evaluate(watchFrames, 'a.row:hover .row-subject');
  for (const ticket of tickets.slice(0, 10)) {
    await createReply(carl, ticket, 'Any news?');
    await createTicket(carl, { subject: 'A new one' });
  }
  await page.getByRole('button', { name: /^\d\d updates/ }).waitFor();
  await page.locator('.nav-view.open .nav-count', { hasText: String(await openOnes(ada)) }).waitFor();
  expect(await page.evaluate(framesSeen)).toEqual(['Number 5']);
  expect((await page.locator('a.row', { hasText: 'Number 5' }).boundingBox())?.y).toBe(y);
  await page.mouse.move(5, 895);
  await expect.poll(() => seen(page), { timeout: 5000 }).toEqual(await fresh(page));
});

test('a pointer that rests below the last row holds nothing back', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  await createTicket(carl);
  const page = await open(ada, `/queue?customer=${carl.user.id}`);
  await page.locator('a.row').waitFor();
  await page.mouse.move(700, 700);
  await page.mouse.move(720, 720);
  await createTicket(carl, { subject: 'Not waited for' });
  await page.locator('a.row', { hasText: 'Not waited for' }).waitFor();
});

test('a row that leaves says why, whoever did it', async ({ app, open }) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const [mine, bobs] = [await createTicket(carl), await createTicket(carl)];
  const page = await open(ada, '/queue?view=unassigned');
  const gone = page.locator('.row-item.departed');
  await page.locator('a.row', { hasText: `#${mine.id}` }).hover();
  await page.getByRole('button', { name: `Assign #${mine.id} to me` }).click();
  await gone
    .filter({ hasText: `#${mine.id}` })
    .getByText('Taken by you')
    .waitFor();
  await bob.post(`/api/tickets/${bobs.id}/assign`);
  await gone
    .filter({ hasText: `#${bobs.id}` })
    .getByText('Taken by Bob')
    .waitFor();
});

/** In the page: a network that says no to a WebSocket, and one that lets it wait for ever. */
function refuse(): void {
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(String(url).replace('socket.io', 'nowhere'));
    }
  };
}
function swallow(): void {
  Object.assign(window, { WebSocket: class {} });
  WebSocket.prototype.close = () => {};
}

for (const [how, network] of Object.entries({ refuse, swallow })) {
  test(`where networks ${how} a WebSocket, the queue is live all the same`, async ({
    app,
    open,
    allowConsoleErrors,
  }) => {
    const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
    const page = await open(ada, '/settings');
    allowConsoleErrors(NO_NETWORK);
    await page.addInitScript(network);
    await page.clock.install();
    const polled = page.waitForRequest(/transport=polling/);
    await page.goto(`${app.url}/queue?view=all`);
    await page.locator('.queue, .empty').first().waitFor();
    // Nobody waits here for what is never answered; a no comes by itself.
    const hurry = setInterval(() => how === 'swallow' && void page.clock.fastForward(1000), 100);
    await polled.finally(() => clearInterval(hurry));
    await createTicket(carl, { subject: `Through a narrow gate: ${how}` });
    await page.locator('a.row', { hasText: `Through a narrow gate: ${how}` }).waitFor();
  });
}
