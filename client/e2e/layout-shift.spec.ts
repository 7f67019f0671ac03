import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  createReply,
  createTicket,
  createTicketInStatus,
  type TestApp,
} from '../../server/testing/test-app.ts';
import { test } from './support/fixtures.ts';

/** Below 0.1 counts as good; more than this is visible. */
const MAX_LAYOUT_SHIFT = 0.02;
const WIDTHS = [1440, 1024, 390];

type Role = 'agent' | 'customer' | undefined;
/** The routes of the product with a selector that exists once the page has its content. */
const ROUTES: [role: Role, path: string, ready: string][] = [
  [undefined, '/login', 'form'],
  [undefined, '/register', 'form'],
  ['agent', '/queue', 'a.row'],
  ['agent', '/queue?view=all&q=ticket', '.queue h1'],
  ['agent', '/queue/TICKET', '.entry'],
  ['agent', '/queue/TICKET?view=mine', '.entry'],
  ['agent', '/people', 'h1'],
  ['agent', '/settings', 'h1'],
  ['customer', '/tickets', '.ticket-card'],
  ['customer', '/tickets/TICKET', '.entry'],
  ['customer', '/tickets/new', 'form'],
  ['customer', '/settings', 'h1'],
];

/** In the page: collects the shifts with the elements that moved. */
function observeShifts(): void {
  const target = window as unknown as { layoutShifts: { value: number; moved: string[] }[] };
  target.layoutShifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as {
      value: number;
      sources: { node: Element | null }[];
    }[]) {
      const moved = entry.sources.map(({ node }) => `${node?.nodeName} ${node?.className}`);
      target.layoutShifts.push({ value: entry.value, moved });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

const shiftsOf = (page: Page) =>
  page.evaluate(() => {
    const { layoutShifts } = window as unknown as { layoutShifts: { value: number; moved: string[] }[] };
    return layoutShifts;
  });

let testData: ReturnType<typeof createData> | undefined;
async function createData(app: TestApp) {
  const [agent, customer] = [await app.createUser('agent', 'Ada'), await app.createUser('customer', 'Carl')];
  const ticket = await createTicketInStatus('in_progress', customer, agent);
  for (let n = 0; n < 12; n += 1)
    await createReply(n % 2 ? agent : customer, ticket, `Reply ${n}\n\nof two parts`);
  for (let n = 0; n < 12; n += 1) await createTicket(customer, { subject: `Another ticket ${n}` });
  return { agent, customer, ticket };
}

for (const [role, route, ready] of ROUTES)
  test(`loads without a visible layout shift: ${route} (${role ?? 'signed out'})`, async ({
    app,
    open,
    allowConsoleErrors,
  }) => {
    // Of the page that only prepares the browser.
    allowConsoleErrors(/favicon\.ico/);
    testData ??= createData(app);
    const { ticket, ...users } = await testData;
    const path = route.replace('TICKET', String(ticket.id));
    const found: string[] = [];
    for (const width of WIDTHS) {
      const page = await open(role && users[role], '/favicon.svg', { viewport: { width, height: 900 } });
      await page.addInitScript(observeShifts);
      // The navigation arrives last: nothing may depend on the order.
      const isPageShown = Promise.withResolvers<void>();
      await page.route('**/assets/*-nav*.js', async (request) => {
        await isPageShown.promise;
        await request.continue();
      });
      await page.goto(app.url + path);
      await page.locator(ready).first().waitFor();
      isPageShown.resolve();
      if (role) await page.locator('nav').first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle');
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      const shifts = await shiftsOf(page);
      const total = shifts.reduce((sum, { value }) => sum + value, 0);
      if (total >= MAX_LAYOUT_SHIFT) found.push(`${width}: ${total.toFixed(3)} ${JSON.stringify(shifts)}`);
      await page.context().close();
    }
    expect(found).toEqual([]);
  });

test('the presence of another agent moves nothing', async ({ app, open }) => {
  testData ??= createData(app);
  const { agent, ticket } = await testData;
  const other = await app.createUser('agent', 'Bob');
  for (const width of WIDTHS) {
    const page = await open(agent, `/queue/${ticket.id}`, { viewport: { width, height: 900 } });
    const lastEntry = page.locator('.entry').last();
    await lastEntry.waitFor();
    const composer = page.locator('.composer textarea');
    const places = async () => [await lastEntry.boundingBox(), await composer.boundingBox()];
    const before = await places();
    const otherPage = await open(other, `/queue/${ticket.id}`);
    await page.getByText('Bob is viewing').waitFor();
    expect(await places()).toEqual(before);
    await otherPage.context().close();
    await page.context().close();
  }
});
