import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  createReply,
  createTicket,
  createTicketInStatus,
  type TestApp,
  waitFor,
} from '../../server/testing/test-app.ts';
import type { Ticket } from '../../shared/schemas.ts';
import { test } from './support/fixtures.ts';

const VIEWS = ['unassigned', 'mine', 'waiting', 'open', 'resolved', 'all'];
const row = (page: Page, { id }: { id: number }) => page.locator(`a.row[data-id="${id}"]`);
const item = (page: Page, { id }: { id: number }) =>
  page.locator('.row-item', { has: page.locator(`[data-id="${id}"]`) });
const openedId = (page: Page) => Number(/\/queue\/(\d+)/.exec(page.url())?.[1]);
const tabCounts = async (page: Page) =>
  Object.fromEntries(
    (await page.locator('.queue .tab').allInnerTexts()).map((text) => {
      const [, name = text, count = ''] = /^(.*?)\s*(\d*)$/s.exec(text) ?? [];
      return [name.trim(), count];
    }),
  );

const expectTabs = (page: Page, expected: Record<string, string>) =>
  expect.poll(() => tabCounts(page), { timeout: 10_000 }).toMatchObject(expected);

async function createUsers(app: TestApp) {
  const [ada, bob, carl] = [
    await app.createUser('agent', 'Ada'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer', 'Carl'),
  ];
  const tickets = async (count: number) => {
    const created: Ticket[] = [];
    while (created.length < count)
      created.push(await createTicket(carl, { subject: `No. ${created.length}` }));
    return created as [Ticket, Ticket, Ticket, ...Ticket[]];
  };
  const path = (query = '') => `/queue?customer=${carl.user.id}&sort=created${query}`;
  return { ada, bob, carl, tickets, path };
}

test('a new ticket is unread for each agent until that agent opens it', async ({ app, open }) => {
  const { ada, bob, carl, path } = await createUsers(app);
  const [adas, bobs] = [await open(ada, path()), await open(bob, path())];
  await adas.getByText('No open tickets.').or(adas.getByText('No tickets match.')).waitFor();
  const ticket = await createTicket(carl, { subject: 'Brand new' });
  for (const page of [adas, bobs]) await page.locator('.row-item.unread', { hasText: 'Brand new' }).waitFor();
  await row(adas, ticket).click();
  await adas.getByRole('heading', { name: 'Brand new' }).waitFor();
  await adas.locator('.row-item:not(.unread)', { hasText: 'Brand new' }).waitFor();
  await waitFor(async () => (await ada.get(`/api/tickets/${ticket.id}`)).body.unread === 0);
  expect(await bobs.locator('.row-item.unread', { hasText: 'Brand new' }).count()).toBe(1);
  const reopened = await open(ada, path());
  await row(reopened, ticket).waitFor();
  expect(await reopened.locator('.row-item.unread').count()).toBe(0);
});

test('with a ticket open, j and k open the next and previous ticket, and stop at the ends', async ({
  app,
  open,
}) => {
  const { ada, tickets, path } = await createUsers(app);
  const [last, middle, first] = await tickets(3);
  const page = await open(ada, path().replace('/queue', `/queue/${first.id}`));
  await row(page, last).waitFor();
  for (const [key, target] of [
    ['j', middle],
    ['j', last],
    ['j', last],
    ['k', middle],
    ['k', first],
    ['k', first],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByRole('heading', { name: target.subject }).waitFor();
    await page.locator(`a.row[data-id="${target.id}"][aria-current]`).waitFor();
    expect(openedId(page)).toBe(target.id);
  }
});

test('j and k keep their place when the row of the open ticket leaves the list', async ({ app, open }) => {
  const { ada, bob, tickets, path } = await createUsers(app);
  const [, fourth, third, second, first] = (await tickets(5)) as [Ticket, Ticket, Ticket, Ticket, Ticket];
  const page = await open(ada, path('&view=unassigned').replace('/queue', `/queue/${third.id}`));
  await row(page, third).waitFor();
  await page.locator('.composer').waitFor();
  for (const ticket of [third, fourth]) await bob.post(`/api/tickets/${ticket.id}/assign`);
  await item(page, third).locator('.row-departure').waitFor();
  await item(page, fourth).locator('.row-departure').waitFor();
  await page.keyboard.press('.');
  await row(page, third).waitFor({ state: 'detached' });
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: second.subject }).waitFor();
  await page.goBack();
  await page.goto(`${app.url}${path('&view=unassigned').replace('/queue', `/queue/${second.id}`)}`);
  await row(page, second).waitFor();
  await page.locator('.composer').waitFor();
  await bob.post(`/api/tickets/${second.id}/assign`);
  await item(page, second).locator('.row-departure').waitFor();
  await page.keyboard.press('.');
  await row(page, second).waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  await page.waitForURL((url) => !url.pathname.endsWith(`/${second.id}`));
  expect([first.id, third.id, fourth.id]).not.toContain(openedId(page));
});

test('closing a ticket whose row has left focuses the row in its place', async ({ app, open }) => {
  const { ada, bob, tickets, path } = await createUsers(app);
  const [last, middle, first] = await tickets(3);
  const page = await open(ada, path('&view=unassigned'));
  await row(page, middle).click();
  await page.locator('.composer').waitFor();
  await bob.post(`/api/tickets/${middle.id}/assign`);
  await item(page, middle).locator('.row-departure').waitFor();
  await page.mouse.move(900, 400);
  await row(page, middle).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.locator(`a.row[data-id="${last.id}"]:focus`).waitFor();
  await page.keyboard.press('k');
  await page.locator(`a.row[data-id="${first.id}"]:focus`).waitFor();
});

test('a focused row that leaves passes the focus to the next row, although new rows came above', async ({
  app,
  open,
}) => {
  const { ada, bob, carl, tickets, path } = await createUsers(app);
  const [last, middle, first] = await tickets(3);
  const page = await open(ada, path('&view=unassigned'));
  await row(page, last).waitFor();
  for (const ticket of [first, middle]) {
    await page.keyboard.press('j');
    await page.locator(`a.row[data-id="${ticket.id}"]:focus`).waitFor();
  }
  await createTicket(carl, { subject: 'New 1' });
  await createTicket(carl, { subject: 'New 2' });
  await bob.post(`/api/tickets/${middle.id}/assign`);
  await item(page, middle).locator('.row-departure').waitFor();
  await page.getByRole('button', { name: '2 updates' }).waitFor();
  await page.keyboard.press('.');
  await page.locator('a.row', { hasText: 'New 2' }).waitFor();
  await page.locator(`a.row[data-id="${last.id}"]:focus`).waitFor();
});

test('a focused row that moves keeps the focus', async ({ app, open }) => {
  const { ada, carl, tickets } = await createUsers(app);
  const [last, , first] = await tickets(3);
  const page = await open(ada, `/queue?customer=${carl.user.id}`);
  await row(page, last).waitFor();
  await row(page, first).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.locator(`a.row[data-id="${last.id}"]:focus`).waitFor();
  await createReply(carl, last, 'Any news?');
  await page.getByRole('button', { name: '1 update' }).waitFor();
  await page.keyboard.press('.');
  await expect
    .poll(() => page.locator('a.row:not(.columns)').first().getAttribute('data-id'))
    .toBe(String(last.id));
  await page.locator(`a.row[data-id="${last.id}"]:focus`).waitFor();
});

test('the tabs count what the search and the filters show, in every view, and follow events', async ({
  app,
  open,
}) => {
  const { ada, bob, carl } = await createUsers(app);
  const lost = await createTicket(carl, { subject: 'Zebra lost' });
  await createTicket(carl, { subject: 'Zebra found', priority: 'high' });
  await createTicket(carl, { subject: 'Quagga' });
  const mine = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, '/queue?view=all&q=zebra');
  await expectTabs(page, { Any: '2', Open: '2', 'In progress': '0' });
  await bob.post(`/api/tickets/${lost.id}/assign`);
  await expectTabs(page, { Any: '2', Open: '1', 'In progress': '1' });
  await page.goto(`${app.url}/queue?view=all&q=zebra&status=open&priority=high`);
  await expectTabs(page, { Any: '1', Open: '1', 'In progress': '0' });

  await page.goto(`${app.url}/queue?view=mine&status=reopened`);
  await expectTabs(page, { Any: '1', Open: '0', 'In progress': '1' });
  await ada.patch(`/api/tickets/${mine.id}`, { status: 'waiting_on_customer' });
  await expectTabs(page, { 'In progress': '0', 'Waiting on customer': '1' });

  const unassigned = async () =>
    (await ada.get<{ total: number }>('/api/tickets?assignee=none&status=open')).body.total;
  await page.goto(`${app.url}/queue?view=unassigned`);
  await expectTabs(page, { Open: String(await unassigned()) });
  await createTicket(carl);
  await expectTabs(page, { Open: String(await unassigned()) });
});

test('the tabs of a list longer than a page count the whole list', async ({ app, open }) => {
  const { ada, bob, tickets, path } = await createUsers(app);
  const all = await tickets(53);
  for (const ticket of all.slice(0, 2)) await bob.post(`/api/tickets/${ticket.id}/assign`);
  const page = await open(ada, path('&view=open'));
  await expectTabs(page, { Any: '53', Open: '51', 'In progress': '2' });
  await page.getByRole('button', { name: 'Load 3 more' }).waitFor();
  await bob.post(`/api/tickets/${all[2].id}/assign`);
  await expectTabs(page, { Any: '53', Open: '50', 'In progress': '3' });
});

test('a search marks its hits in the rows, without regard to case and accents', async ({ app, open }) => {
  const { ada, carl } = await createUsers(app);
  await createTicket(carl, { subject: 'Résumé of the RESUME', description: 'A resume.' });
  const page = await open(ada, '/queue?view=all&q=resume');
  await page.locator('a.row .hit').first().waitFor();
  expect(await page.locator('a.row .hit').allInnerTexts()).toEqual(['Résumé', 'RESUME', 'resume']);
});

test('a row shows one time: the waiting time, or the last activity', async ({ app, open }) => {
  const { ada, carl, path } = await createUsers(app);
  const waiting = await createTicket(carl);
  const answered = await createTicket(carl);
  await createReply(ada, answered);
  const page = await open(ada, path());
  await row(page, waiting).waitFor();
  for (const ticket of [waiting, answered]) expect(await row(page, ticket).locator('time').count()).toBe(1);
  expect(await row(page, waiting).textContent()).toContain('waiting for');
  expect(await row(page, answered).textContent()).toContain('last activity');
});

test('rows show a draft and a reply that was not sent', async ({ app, open, allowConsoleErrors }) => {
  const { ada, carl, path } = await createUsers(app);
  const [drafted, refused] = [await createTicket(carl), await createTicket(carl)];
  allowConsoleErrors(/400/);
  const page = await open(ada, path());
  await page.route('**/api/tickets/*/replies', (route) =>
    route.fulfill({
      status: 400,
      contentType: 'application/problem+json',
      json: {
        type: 'about:blank',
        title: 'Bad',
        status: 400,
        code: 'invalid',
        detail: 'No.',
        requestId: 'r',
      },
    }),
  );
  await row(page, drafted).click();
  await page.locator('.composer textarea').fill('Half a sentence');
  await item(page, drafted).getByText('Draft').waitFor();
  await row(page, refused).click();
  await page.locator('.workspace', { hasText: `#${refused.id}` }).waitFor();
  await page.locator('.composer textarea').fill('Refused');
  await page.locator('.composer textarea').press('Control+Enter');
  await item(page, refused).getByText('Not sent').waitFor();
  expect(await item(page, drafted).getByText('Draft').count()).toBe(1);
  await row(page, drafted).click();
  await page.locator('.workspace', { hasText: `#${drafted.id}` }).waitFor();
  await page.locator('.composer textarea').fill('');
  await item(page, drafted).getByText('Draft').waitFor({ state: 'detached' });
});

test('rows are 36 px high in the full width, 44 as Comfortable, and 68 in a narrow list', async ({
  app,
  open,
}) => {
  const { ada, carl, path } = await createUsers(app);
  const ticket = await createTicket(carl);
  const page = await open(ada, path());
  const height = async () => (await item(page, ticket).boundingBox())?.height;
  await row(page, ticket).waitFor();
  expect(await height()).toBe(36);
  await row(page, ticket).click();
  await page.locator('.composer').waitFor();
  expect(await height()).toBe(68);
  await page.goto(`${app.url}/settings`);
  await page.getByRole('radio', { name: 'Comfortable' }).check({ force: true });
  await page.goto(app.url + path());
  await row(page, ticket).waitFor();
  expect(await height()).toBe(44);
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await height()).toBe(68);
});

/** Runs in the page: wider letters, to not depend on the font. */
function widenLetters(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { letter-spacing: 0.12em !important }');
  document.adoptedStyleSheets = [sheet];
}

/** Runs in the page: pairs of toolbar controls that overlap, and controls outside their list. */
function toolbarOverlaps(): string[] {
  const controls = [
    ...document.querySelectorAll('.queue-title, .queue-toolbar > .search, .queue-select, .queue .tabs'),
  ];
  const outer = document.querySelector('.queue')?.getBoundingClientRect();
  const boxes = controls.map((element) => ({
    name: element.className,
    box: element.getBoundingClientRect(),
  }));
  const overlaps = boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) =>
          a.box.left < b.box.right - 0.5 &&
          b.box.left < a.box.right - 0.5 &&
          a.box.top < b.box.bottom - 0.5 &&
          b.box.top < a.box.bottom - 0.5,
      )
      .map((b) => `${a.name} and ${b.name}`),
  );
  const outside = boxes.filter(({ box }) => box.left < (outer?.left ?? 0) || box.right > (outer?.right ?? 0));
  return [...overlaps, ...outside.map(({ name }) => `${name} is outside`)];
}

test('title, search, filters and tabs overlap in no view and at no width', async ({ app, open }) => {
  const { ada, carl } = await createUsers(app);
  const ticket = await createTicket(carl);
  const page = await open(ada, '/nowhere');
  const lists = [...VIEWS.map((view) => `/queue?view=${view}`), `/queue/${ticket.id}?view=unassigned`];
  for (const path of lists) {
    await page.goto(`${app.url}${path}&sort=waiting&priority=high`);
    await page.locator('.queue-title').waitFor();
    await page.evaluate(widenLetters);
    for (const width of path.includes('/queue/') ? [1024, 1440] : [320, 390, 820, 1024, 1440, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(toolbarOverlaps), `${path} at ${width} px`).toEqual([]);
    }
  }
});

/** Runs in the page, before its scripts: adds up the layout shifts. */
function recordLayoutShifts(): void {
  Object.assign(window, { shift: 0 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      (window as unknown as { shift: number }).shift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

for (const width of [1440, 390])
  test(`a direct load of any view moves nothing at ${width} px`, async ({ app, open }) => {
    const { ada, carl } = await createUsers(app);
    for (const status of ['open', 'in_progress', 'waiting_on_customer', 'resolved'] as const)
      await createTicketInStatus(status, carl, ada);
    const page = await open(ada, '/nowhere', { viewport: { width, height: 900 } });
    await page.addInitScript(recordLayoutShifts);
    for (const view of VIEWS) {
      await page.goto(`${app.url}/queue?view=${view}`);
      await page.locator('a.row').first().waitFor();
      await page.locator('.nav-view .nav-count', { hasText: /\d/ }).first().waitFor();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
      const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
      expect(shift, view).toBeLessThan(0.02);
    }
  });
