import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { createReply, createTicket, createTicketInStatus, waitFor } from '../../server/testing/test-app.ts';
import { blockRealtime, findHorizontalOverflow, NO_NETWORK, test } from './support/fixtures.ts';

type Box = { x: number; y: number; width: number; height: number };
const overlaps = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
async function boxOf(locator: Locator): Promise<Box> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('The element is not visible.');
  return box;
}

const COUNTS = {
  status: { open: 1234, in_progress: 4321, waiting_on_customer: 1999, resolved: 23_456, reopened: 12 },
  mine: 1042,
  unassigned: 2345,
  unread: 1500,
  seq: 1_000_000_000,
};

for (const [width, height] of [
  [1440, 900],
  [1024, 800],
  [390, 844],
  [320, 640],
] as const) {
  test(`B7 counts of four digits fit into the navigation at ${width} px`, async ({ app, open }) => {
    const ada = await app.createUser('agent');
    const page = await open(ada, '/settings', { viewport: { width, height } });
    await page.route('**/api/tickets/counts*', (route) => route.fulfill({ json: COUNTS }));
    await page.reload();
    await page.getByRole('link', { name: /^Unassigned 2,345$/ }).waitFor();
    await page.getByRole('link', { name: /^Waiting 1,999$/ }).waitFor();
    expect(await findHorizontalOverflow(page)).toEqual([]);
    expect(await page.evaluate(brokenNavigation)).toEqual([]);
  });
}

/** Runs in the page: with a narrow and a wide font, the counts that leave the navigation or cover another text or icon. */
function brokenNavigation(): string[] {
  const broken: string[] = [];
  for (const spacing of ['-0.08em', '0.08em']) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { letter-spacing: ${spacing} !important }`);
    document.adoptedStyleSheets = [sheet];
    const nav = document.querySelector('.agent-nav')?.getBoundingClientRect() ?? new DOMRect();
    const contents = [...document.querySelectorAll('.nav-link > *')];
    for (const count of document.querySelectorAll('.nav-count')) {
      const text = [...count.children].find((child) => child.getBoundingClientRect().width > 1);
      const own = text?.getBoundingClientRect() ?? new DOMRect();
      if (own.width === 0) continue;
      if (own.left < nav.left || own.right > nav.right)
        broken.push(`${count.textContent} leaves the navigation`);
      for (const other of contents) {
        const { left, right, top, bottom, width } = other.getBoundingClientRect();
        const covers = own.left < right && left < own.right && own.top < bottom && top < own.bottom;
        if (other !== count && width > 1 && covers)
          broken.push(`${count.textContent} covers ${other.outerHTML}`);
      }
    }
  }
  document.adoptedStyleSheets = [];
  return broken;
}

for (const [width, height] of [
  [1440, 900],
  [1024, 800],
  [390, 844],
] as const) {
  test(`B11 no page moves when the code of the navigation arrives last at ${width} px`, async ({
    app,
    open,
  }) => {
    const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    const pages = [
      [ada, ['/queue', 'a.row'], [`/queue/${ticket.id}`, '.composer'], ['/settings', 'h1']],
      [carl, ['/tickets', '.ticket-card'], [`/tickets/${ticket.id}`, '.composer'], ['/settings', 'h1']],
    ] as const;
    for (const [user, ...loads] of pages) {
      const page = await open(user, '/no-page', { viewport: { width, height } });
      let isRendered = Promise.withResolvers<void>();
      await page.route('**/{agent,customer}-nav*.js', async (route) => {
        await isRendered.promise;
        await route.continue();
      });
      await page.addInitScript(recordLayoutShifts);
      for (const [path, content] of loads) {
        isRendered = Promise.withResolvers<void>();
        await page.goto(app.url + path);
        await page.locator(content).first().waitFor();
        isRendered.resolve();
        await page.locator('.user-menu-button').waitFor({ state: 'attached' });
        await page.waitForLoadState('networkidle');
        const shift = await page.evaluate(() => (window as unknown as { layoutShift: number }).layoutShift);
        expect(shift, path).toBeLessThan(0.02);
      }
    }
  });
}

/** Runs in the page: adds up the layout shifts of the page load. */
function recordLayoutShifts(): void {
  const target = window as unknown as { layoutShift: number };
  target.layoutShift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      target.layoutShift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`B9 a toast covers neither composer nor title nor row at ${width} px`, async ({ app, open }) => {
    const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
    const ticket = await createTicket(carl, { subject: 'Under a toast' });
    const page = await open(ada, `/queue/${ticket.id}?customer=${carl.user.id}`, {
      viewport: { width, height },
    });
    await page.locator('.composer').waitFor();
    await page.keyboard.press('a');
    await page.locator('.toast', { hasText: 'is assigned to you' }).waitFor();
    const composer = page.locator('.composer');
    await expect.poll(async () => overlaps(await toastBox(page), await boxOf(composer))).toBe(false);
    const [toast, writing] = [await toastBox(page), await boxOf(composer)];
    expect(overlaps(toast, await boxOf(page.locator('h1')))).toBe(false);
    expect(Math.abs(toast.x + toast.width / 2 - (writing.x + writing.width / 2))).toBeLessThanOrEqual(2);
    expect(toast.y + toast.height).toBeGreaterThan(writing.y - 40);
    if (width > 860) expect(overlaps(toast, await boxOf(page.locator('a.row[aria-current]')))).toBe(false);
    // A growing composer pushes the toast up.
    await page.locator('.composer textarea').fill('One\n'.repeat(20));
    await expect.poll(async () => overlaps(await toastBox(page), await boxOf(composer))).toBe(false);
  });
}

const toastBox = (page: Page) => boxOf(page.locator('.toast').first());

test('B9 a toast does not cover the row it is about, even at the end of the list', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  for (let n = 0; n < 14; n += 1) await createTicket(carl);
  const page = await open(ada, `/queue?customer=${carl.user.id}`, { viewport: { width: 1440, height: 560 } });
  await page.locator('a.row').nth(13).waitFor();
  await page.locator('a.row').last().scrollIntoViewIfNeeded();
  await page.locator('li:has(> a.row)').last().hover();
  await page
    .getByRole('button', { name: /^Assign #\d+ to me/ })
    .last()
    .click();
  await page.locator('.toast').waitFor();
  const row = page.locator('li:has(> a.row)').last();
  await expect.poll(async () => overlaps(await toastBox(page), await boxOf(row))).toBe(false);
});

test('B9 a refusal disappears by itself, what the page shows has no toast', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/status of 409/);
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const ticket = await createTicket(carl);
  const page = await open(ada, `/queue/${ticket.id}`);
  await page.locator('.composer').waitFor();
  await page.route(`**/api/tickets/${ticket.id}/assign`, async (route) => {
    await bob.post(`/api/tickets/${ticket.id}/assign`);
    await route.continue();
  });
  await page.keyboard.press('a');
  await page.locator('.toast', { hasText: 'Bob took it a moment ago' }).waitFor();
  await page.mouse.move(0, 0);
  await page.locator('.toast').waitFor({ state: 'detached', timeout: 10_000 });
  await page.unroute(`**/api/tickets/${ticket.id}/assign`);
  await page.getByRole('button', { name: /^Assigned to: .*Bob/ }).waitFor();
  await page.keyboard.press('a');
  await page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
  await page.getByRole('button', { name: /^Assigned to: .*You/ }).waitFor();
  expect(await page.locator('.toast').count()).toBe(0);
});

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`B11 the connection strip moves nothing and leaves the composer free at ${width} px`, async ({
    app,
    open,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(NO_NETWORK);
    const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    const page = await open(ada, `/queue/${ticket.id}`, { viewport: { width, height } });
    await page.locator('.composer textarea').fill('While typing');
    const places = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('#main > *, .composer *, h1')].map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [x, y, width, height].map(Math.round).join(' ');
        }),
      );
    await page.getByText('Draft saved').waitFor({ state: 'attached' });
    const before = await places();
    await page.context().setOffline(true);
    const strip = page.locator('.connection-banner', { hasText: 'You are offline' });
    await strip.waitFor();
    expect(await places()).toEqual(before);
    await expect
      .poll(async () => overlaps(await boxOf(strip), await boxOf(page.locator('.composer'))))
      .toBe(false);
    await strip.getByRole('button', { name: 'Close message' }).click();
    await strip.waitFor({ state: 'detached' });
    expect(await places()).toEqual(before);
  });
}

const options = (page: Page) => page.locator('.palette [role=option]');
async function openPalette(page: Page, query = ''): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search commands and tickets' }).fill(query);
  await options(page).first().waitFor();
}

test('B12 the palette begins with the actions on the open ticket and finds every one by its words', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  await page.locator('.composer').waitFor();
  await openPalette(page);
  expect(await options(page).first().textContent()).toMatch(/^Reply/);
  expect(await page.locator('.palette [role=group]').first().getAttribute('aria-label')).toBe('This ticket');
  const field = page.getByRole('combobox', { name: 'Search commands and tickets' });
  for (const [query, label] of [
    ['reso', 'Resolve'],
    ['close', 'Resolve'],
    ['rslv', 'Resolve'],
    ['priority', 'Set priority: High'],
    ['prio low', 'Set priority: Low'],
    ['urgent', 'Set priority: High'],
    ['medium', 'Set priority: Medium'],
    ['waiting', 'Set status: Waiting on customer'],
    ['release', 'Release'],
    ['note', 'Add internal note'],
    ['reply', 'Reply'],
    ['mark', 'Mark unread'],
    ['copy', 'Copy link'],
    ['newest', 'Go to newest message'],
  ] as const) {
    await field.fill(query);
    await expect.poll(() => options(page).first().textContent(), { message: query }).toContain(label);
  }
  await field.fill('prio high');
  await page.keyboard.press('Enter');
  await waitFor(async () => (await ada.get(`/api/tickets/${ticket.id}`)).body.priority === 'high');
});

test('B12 without a ticket the palette begins with the views and finds every page', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  await createTicket(carl);
  const page = await open(ada, '/queue');
  await page.locator('a.row').first().waitFor();
  await openPalette(page);
  expect(await options(page).first().textContent()).toMatch(/^Go to Unassigned/);
  const field = page.getByRole('combobox', { name: 'Search commands and tickets' });
  for (const [query, label] of [
    ['mine', 'Go to Mine'],
    ['waiting', 'Go to Waiting'],
    ['all open', 'Go to All open'],
    ['resolved', 'Go to Resolved'],
    ['unas', 'Go to Unassigned'],
    ['people', 'Go to People'],
    ['invite', 'Go to People'],
    ['sett', 'Go to Settings'],
    ['password', 'Go to Settings'],
    ['dark', 'Set theme: Dark'],
    ['theme', 'Set theme: Light'],
    ['sign out', 'Sign out'],
    ['logout', 'Sign out'],
    ['shortcuts', 'Keyboard shortcuts'],
  ] as const) {
    await field.fill(query);
    await expect.poll(() => options(page).first().textContent(), { message: query }).toContain(label);
  }
  await field.fill('dark');
  await page.keyboard.press('Enter');
  await page.locator('html[data-theme=dark]').waitFor();
  await openPalette(page, 'go to resolved');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Resolved', level: 1 }).waitFor();
  await openPalette(page, 'sign out');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('B12 the palette of a customer has the actions of a customer', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('resolved', carl, ada);
  const page = await open(carl, '/tickets');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await openPalette(page, 'new ticket');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tickets/new');
  await page.goto(`${app.url}/tickets/${ticket.id}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await openPalette(page, 'reopen');
  expect(await options(page).first().textContent()).toContain('Reopen');
  for (const label of ['priority', 'assign', 'People', 'Unassigned'])
    expect(await options(page).filter({ hasText: label }).count()).toBe(0);
});

test('C3 the palette ignores case and accents', async ({ app, open }) => {
  const [ada, carl] = [
    await app.createUser('agent', 'Ürsula'),
    await app.createUser('customer', 'Łukasz Żółw'),
  ];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  await page.locator('.composer').waitFor();
  for (const query of ['lukasz zolw', 'ŁUKASZ', 'z\u0307o\u0301łw']) {
    await openPalette(page, query);
    await expect.poll(() => options(page).first().textContent()).toContain('All tickets of Łukasz Żółw');
    await page.keyboard.press('Escape');
  }
});

test('C13 on a Mac only Command opens the palette, and hints show the keys of a Mac', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  await page.addInitScript(() => Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' }));
  await page.reload();
  const field = page.locator('.composer textarea');
  await field.fill('Not sent by Control');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+Enter');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Meta+k');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
  await page.keyboard.press('Meta+k');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const hints = (await page.locator('kbd').allTextContents()).join(' ');
  expect(hints).toContain('⌘ K');
  expect(hints).not.toContain('Ctrl');
  expect(await page.locator('[aria-keyshortcuts*=Control]').count()).toBe(0);
  expect(await field.inputValue()).toBe('Not sent by Control');
  await field.fill('Sent by Command');
  await page.keyboard.press('Meta+Enter');
  await page.locator('.entry:not(.pending)', { hasText: 'Sent by Command' }).waitFor();
  await page.goto(`${app.url}/settings`);
  await page.getByText('⌘+Enter').first().waitFor();
  expect(await page.locator('body').innerText()).not.toContain('Ctrl');
});

test('C13 elsewhere the Windows key is left to the system', async ({ app, open }) => {
  const ada = await app.createUser('agent');
  const page = await open(ada, '/queue');
  await page.getByRole('heading', { name: 'All open' }).waitFor();
  await page.keyboard.press('Meta+k');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
});

test('B13 the connection strip is silent behind the sign-in dialog', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/status of 401/);
  allowConsoleErrors(NO_NETWORK);
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, '/queue');
  await page.clock.install();
  await page.reload();
  await page.locator(`a.row[data-id="${ticket.id}"]`).waitFor();
  const problem = {
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    code: 'unauthenticated',
    detail: 'No.',
  };
  await page.route('**/api/**', (route) =>
    route.fulfill({ status: 401, json: { ...problem, requestId: 'r' } }),
  );
  await blockRealtime(page);
  await page.context().setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator(`a.row[data-id="${ticket.id}"]`).click();
  await page.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
  await page.clock.runFor(10_000);
  expect(await page.locator('.connection-banner').count()).toBe(0);
});

test('Escape closes one layer at a time and leaves the search for the heading', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}?view=mine`);
  await page.locator('.composer').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.insertText('zzz');
  await page.keyboard.press('Escape');
  expect(await page.getByLabel('Search tickets').inputValue()).toBe('');
  await page.keyboard.press('Escape');
  await page.locator('h1:focus').waitFor();
  await page.keyboard.press('?');
  await page.locator('dialog h2:focus', { hasText: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('h1:focus').waitFor();
  await page.keyboard.press('p');
  await page.getByRole('menuitemradio', { name: 'Medium' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('h1:focus').waitFor();
  expect(page.url()).toContain(`/queue/${ticket.id}`);
  await page.keyboard.press('Escape');
  await page.waitForURL('**/queue?view=mine');
});

test('a search with a ticket open keeps the focus and every letter', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}?view=mine`);
  await page.locator('.composer').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('a');
  await page.waitForURL('**q=a*');
  await page.keyboard.type('eu');
  await page.waitForURL('**q=aeu*');
  await page.locator('input[type=search]:focus').waitFor();
  expect(await page.getByLabel('Search tickets').inputValue()).toBe('aeu');
});

test('the heading has the focus after each change of page', async ({ app, open }) => {
  const ada = await app.createUser('agent');
  const page = await open(ada, '/queue');
  await page.getByRole('heading', { name: 'All open' }).waitFor();
  for (const name of ['Mine', 'Resolved', 'People', 'Settings'] as const) {
    await page.getByRole('navigation', { name: 'Queue' }).getByRole('link', { name }).click();
    await page.locator('h1:focus', { hasText: name }).waitFor();
  }
});

test('the pages of the shell hold in forced colours and with reduced motion', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  await createReply(carl, ticket, 'Hello');
  const page = await open(ada, '/queue', { forcedColors: 'active', reducedMotion: 'reduce' });
  await page.locator('a.row').first().waitFor();
  const outlineOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await outlineOf('.nav-link[aria-current]')).toBe('solid');
  await openPalette(page);
  expect(await outlineOf('.palette-item[aria-selected=true]')).toBe('solid');
});
