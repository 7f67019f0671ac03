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

/** The rows and counts shown on the page. */
const listState = (page: Page) =>
  page.evaluate(() => ({
    rows: [...document.querySelectorAll('.row-item:not(.departed) a.row')].map((row) => row.textContent),
    counts: [...document.querySelectorAll('.nav-count, .tab .number')].map((count) => count.textContent),
  }));

/** The rows and counts of the same page, freshly loaded. */
async function freshListState(page: Page): Promise<Awaited<ReturnType<typeof listState>>> {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('a.row').first().waitFor();
  await waitFor(() =>
    other.evaluate(() => [...document.querySelectorAll('.nav-count')].every((n) => n.textContent)),
  );
  const state = await listState(other);
  await other.close();
  return state;
}

/** Two tickets in each status, and the users who can change them. */
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

async function countOpen(ada: TestUser): Promise<number> {
  const { body } = await ada.get<{ status: Record<Status, number> }>('/api/tickets/counts');
  return UNRESOLVED.reduce((sum, status) => sum + body.status[status], 0);
}

/** Changes all tickets concurrently, as far as their status allows. */
async function changeAll({ bob, carl, tickets }: { bob: TestUser; carl: TestUser; tickets: Ticket[] }) {
  const steps = tickets.map(async (ticket, index) => {
    const path = `/api/tickets/${ticket.id}`;
    await bob.patch(path, { priority: index % 2 ? 'high' : 'low' });
    await createReply(index % 3 ? carl : bob, ticket, `Reply ${index}`);
    await bob.patch(path, { status: 'in_progress' });
    await bob.patch(path, { status: index % 2 ? 'resolved' : 'waiting_on_customer' });
    if (index % 4 === 1) await carl.patch(path, { status: 'reopened' });
    await createTicket(carl, { subject: `New ${index}` });
    if (index % 5 === 0) await bob.patch(path, { status: 'in_progress' });
  });
  await Promise.all(steps);
}

/** Runs in the page: records the text of these elements in each painted frame. A ResizeObserver runs last in a frame. */
function watchFrames(selector: string): void {
  const texts = new Set<string | null>();
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.cssText = 'position: fixed; width: 1px; height: 1px';
  new ResizeObserver(() => {
    for (const element of document.querySelectorAll(selector)) texts.add(element.textContent);
  }).observe(probe);
  const resizeProbe = () => {
    probe.style.width = probe.style.width === '1px' ? '2px' : '1px';
    requestAnimationFrame(resizeProbe);
  };
  resizeProbe();
  Object.assign(window, { frameTexts: texts });
}
const frameTexts = () => [...(window as unknown as { frameTexts: Set<string> }).frameTexts];

test('a filtered list shows no wrong row during a burst and then equals a fresh page', async ({
  app,
  open,
}) => {
  const users = await createBusyApp(app);
  const page = await open(users.ada, FILTERED);
  await page.locator('a.row').first().waitFor();
  await page.evaluate(watchFrames, '.row-item:not(.departed) .row-status-label');
  await changeAll(users);
  const expected = await freshListState(page);
  await expect.poll(() => listState(page), { timeout: 5000 }).toEqual(expected);
  expect(await page.evaluate(frameTexts)).toEqual(['In progress']);
});

test('after ten seconds offline the list and its counts equal a fresh page', async ({
  app,
  open,
  allowConsoleErrors,
  network,
}) => {
  const users = await createBusyApp(app);
  const page = await open(users.ada, FILTERED, { url: network.url });
  allowConsoleErrors(NO_NETWORK);
  await page.locator('a.row').first().waitFor();
  // The connection must be live before it is interrupted.
  const [, ticket] = users.tickets;
  if (ticket) await createReply(users.carl, ticket, 'Connected');
  await page.getByText('Connected').first().waitFor();
  const tenSeconds = new Promise((resolve) => setTimeout(resolve, 10_000));
  network.disconnect();
  await changeAll(users);
  await page.getByText('Reconnecting…').first().waitFor();
  await tenSeconds;
  network.reconnect();
  await page
    .getByText(/^Back online · \d+ updates/)
    .first()
    .waitFor();
  await expect.poll(() => listState(page), { timeout: 5000 }).toEqual(await freshListState(page));
});

test('the row under the pointer does not move during twenty updates', async ({ app, open }) => {
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
  await page.locator('.nav-view.open .nav-count', { hasText: String(await countOpen(ada)) }).waitFor();
  expect(await page.evaluate(frameTexts)).toEqual(['Number 5']);
  expect((await page.locator('a.row', { hasText: 'Number 5' }).boundingBox())?.y).toBe(y);
  await page.mouse.move(5, 895);
  await expect.poll(() => listState(page), { timeout: 5000 }).toEqual(await freshListState(page));
});

test('a pointer below the last row does not pause the list', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  await createTicket(carl);
  const page = await open(ada, `/queue?customer=${carl.user.id}`);
  await page.locator('a.row').waitFor();
  await page.mouse.move(700, 700);
  await page.mouse.move(720, 720);
  await createTicket(carl, { subject: 'Shown immediately' });
  await page.locator('a.row', { hasText: 'Shown immediately' }).waitFor();
});

test('a row that leaves shows the reason, for own changes and for changes by others', async ({
  app,
  open,
}) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const [mine, bobs] = [await createTicket(carl), await createTicket(carl)];
  const page = await open(ada, '/queue?view=unassigned');
  const departed = page.locator('.row-item.departed');
  await page.locator('a.row', { hasText: `#${mine.id}` }).hover();
  await page.getByRole('button', { name: `Assign #${mine.id} to me` }).click();
  await departed
    .filter({ hasText: `#${mine.id}` })
    .getByText('Taken by you')
    .waitFor();
  await bob.post(`/api/tickets/${bobs.id}/assign`);
  await departed
    .filter({ hasText: `#${bobs.id}` })
    .getByText('Taken by Bob')
    .waitFor();
});

/** Run in the page: WebSocket connections fail, or never get a response. */
function refuse(): void {
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(String(url).replace('socket.io', 'nowhere'));
    }
  };
}
function ignore(): void {
  Object.assign(window, { WebSocket: class {} });
  WebSocket.prototype.close = () => {};
}

for (const [behaviour, install] of Object.entries({ refuse, ignore })) {
  test(`the queue updates live when the network is set to ${behaviour} WebSockets`, async ({
    app,
    open,
    allowConsoleErrors,
  }) => {
    const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
    const page = await open(ada, '/settings');
    allowConsoleErrors(NO_NETWORK);
    await page.addInitScript(install);
    await page.clock.install();
    const pollingRequest = page.waitForRequest(/transport=polling/);
    await page.goto(`${app.url}/queue?view=all`);
    await page.locator('.queue, .empty').first().waitFor();
    // Fast-forwards the connection timeout; a refused connection fails without it.
    const fastForward = setInterval(() => behaviour === 'ignore' && void page.clock.fastForward(1000), 100);
    await pollingRequest.finally(() => clearInterval(fastForward));
    await createTicket(carl, { subject: `Over polling: ${behaviour}` });
    await page.locator('a.row', { hasText: `Over polling: ${behaviour}` }).waitFor();
  });
}
