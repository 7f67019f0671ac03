import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createReply, createTicket, type TestApp } from '../../server/testing/test-app.ts';
import { test } from './support/fixtures.ts';

/** Results appear this long after the last key. The server, the network and the machine take some of it. */
const MAX_DELAY_MS = 200;

/** A word that no other ticket of this file contains. */
let words = 0;
const newWord = () => `zq${String.fromCharCode(97 + (words % 26))}x${(words++).toString(36)}`;

async function createUsers(app: TestApp) {
  const [ada, carl] = [await app.createUser('agent', 'Ada'), await app.createUser('customer', 'Carl')];
  return { ada, carl, word: newWord() };
}

const field = (page: Page) => page.getByRole('searchbox');
const rows = (page: Page) => page.locator('a.row:not(.columns), a.ticket-card');
const hits = (page: Page) => page.locator(':is(a.row, a.ticket-card) .hit');
const subjects = (page: Page) => page.locator('.row-subject, .ticket-card-subject').allInnerTexts();
const isSearch = (url: URL) => url.pathname === '/api/tickets' && url.searchParams.has('q');
const searchOf = (page: Page, text: string) =>
  page.waitForRequest((request) => new URL(request.url()).searchParams.get('q') === text);

/** Delays the answers to the searches for this text; returns a function that sends them. */
async function holdSearch(page: Page, text: string): Promise<() => void> {
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(
    (url) => isSearch(url) && url.searchParams.get('q') === text,
    async (route) => {
      const response = await route.fetch();
      await released;
      // A cancelled request takes no answer.
      await route.fulfill({ response }).catch(() => {});
    },
  );
  return release;
}

async function openPalette(page: Page) {
  await page.keyboard.press('Control+k');
  await page.locator('.palette [role=option]').first().waitFor();
  return page.getByRole('combobox', { name: 'Search commands and tickets' });
}

for (const role of ['agent', 'customer'] as const) {
  test(`the ${role} sees the results as the text is typed, without an empty list between them`, async ({
    app,
    open,
  }) => {
    const { ada, carl, word } = await createUsers(app);
    for (let n = 0; n < 11; n += 1) await createTicket(carl, { subject: `${word}${n} printer` });
    const page = await open(
      role === 'agent' ? ada : carl,
      role === 'agent' ? `/queue?customer=${carl.user.id}` : '/tickets',
    );
    await rows(page).nth(10).waitFor();
    await page.evaluate(watchList);
    await field(page).focus();
    await page.keyboard.type(`${word}7`, { delay: 60 });
    await expect.poll(() => rows(page).count()).toBe(1);
    await hits(page).first().waitFor();
    expect(await hits(page).allInnerTexts()).toEqual([`${word}7`]);
    // The fastest of some attempts: the machine may be busy with other tests.
    const delays: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await field(page).press('Backspace');
      await expect.poll(() => rows(page).count()).toBe(11);
      await page.keyboard.type('7');
      await expect.poll(() => rows(page).count()).toBe(1);
      delays.push(await page.evaluate(() => window.listWatch.delayMs));
    }
    expect(Math.min(...delays)).toBeLessThanOrEqual(MAX_DELAY_MS);
    const { fewest, skeletons } = await page.evaluate(() => window.listWatch);
    expect([fewest, skeletons]).toEqual([1, 0]);
    expect(new URL(page.url()).searchParams.get('q')).toBe(`${word}7`);
  });

  test(`a search of the ${role} shows the text that it found, with the hits marked`, async ({
    app,
    open,
  }) => {
    const { ada, carl, word } = await createUsers(app);
    const before = 'Some other words come first. '.repeat(10);
    const byReply = await createTicket(carl, { subject: 'Found by a reply' });
    await createReply(ada, byReply, `${before}The ${word.toUpperCase()} is here. ${before}`);
    await createReply(ada, byReply, 'The last message');
    await createTicket(carl, { subject: 'Found by the description', description: `${before}${word}` });
    await createTicket(carl, { subject: `Found by the subject ${word}`, description: 'Nothing else' });
    const page = await open(
      role === 'agent' ? ada : carl,
      role === 'agent' ? `/queue?q=${word}` : `/tickets?q=${word}`,
    );
    await expect.poll(() => hits(page).count()).toBe(3);
    expect(await subjects(page)).toEqual([
      `Found by the subject ${word}`,
      'Found by the description',
      'Found by a reply',
    ]);
    const previews = await page.locator('.row-preview').allInnerTexts();
    expect(previews[0]).toBe('Nothing else');
    expect(previews[1]).toMatch(new RegExp(`^….* ${word}$`));
    expect(previews[2]).toMatch(new RegExp(`^….* ${word.toUpperCase()} is here\\..*…$`));
    expect(await page.locator('.hit').allInnerTexts()).toEqual([word, word, word.toUpperCase()]);
  });

  test(`a search of the ${role} follows events while it is shown`, async ({ app, open }) => {
    const { ada, carl, word } = await createUsers(app);
    const ticket = await createTicket(carl, { subject: 'Changes' });
    await createTicket(carl, { subject: `Shows ${word}` });
    const page = await open(
      role === 'agent' ? ada : carl,
      role === 'agent' ? `/queue?q=${word}` : `/tickets?q=${word}`,
    );
    await expect.poll(() => rows(page).count()).toBe(1);
    await createReply(ada, ticket, `Now with ${word} inside`);
    await expect.poll(() => rows(page).count()).toBe(2);
    await expect
      .poll(() => page.locator('.row-preview').allInnerTexts())
      .toContain(`Now with ${word} inside`);
  });
}

test('a request that another search replaces is cancelled, and its answer changes nothing', async ({
  app,
  open,
}) => {
  const { ada, carl, word } = await createUsers(app);
  await createTicket(carl, { subject: `${word} alpha` });
  await createTicket(carl, { subject: `${word} beta` });
  const page = await open(ada, '/queue');
  await rows(page).first().waitFor();
  const cancelled: (string | null)[] = [];
  page.on('requestfailed', (request) => {
    if (isSearch(new URL(request.url()))) cancelled.push(new URL(request.url()).searchParams.get('q'));
  });
  const release = await holdSearch(page, `${word} alpha`);
  const sent = searchOf(page, `${word} alpha`);
  await field(page).fill(`${word} alpha`);
  await sent;
  await field(page).fill(`${word} beta`);
  await expect.poll(() => subjects(page)).toEqual([`${word} beta`]);
  expect(cancelled).toContain(`${word} alpha`);
  release();
  await page.waitForTimeout(300);
  expect(await subjects(page)).toEqual([`${word} beta`]);
  // Shown again, it is sent again.
  await field(page).fill(`${word} alpha`);
  await expect.poll(() => subjects(page)).toEqual([`${word} alpha`]);
});

test('a slow search keeps the rows of the one before it, dimmed', async ({ app, open }) => {
  const { ada, carl, word } = await createUsers(app);
  await createTicket(carl, { subject: `${word} first` });
  await createTicket(carl, { subject: `${word} second` });
  const page = await open(ada, `/queue?q=${word}`);
  await expect.poll(() => rows(page).count()).toBe(2);
  const release = await holdSearch(page, `${word} sec`);
  await field(page).fill(`${word} sec`);
  await page.locator('.rows[aria-busy=true]').waitFor();
  expect(await rows(page).count()).toBe(2);
  await expect
    .poll(() => page.locator('.rows').evaluate((list) => Number(getComputedStyle(list).opacity)))
    .toBe(0.5);
  release();
  await expect.poll(() => subjects(page)).toEqual([`${word} second`]);
});

test('a search is sorted by best match, by another order on request, and the earlier one after it', async ({
  app,
  open,
}) => {
  const { ada, carl, word } = await createUsers(app);
  await createTicket(carl, { subject: `${word} in the subject` });
  await createTicket(carl, { subject: 'Newer', description: `With ${word}` });
  const page = await open(ada, `/queue?customer=${carl.user.id}&sort=created`);
  const sort = page.getByLabel('Sort by');
  const sorts = () => sort.locator('option').allInnerTexts();
  await rows(page).first().waitFor();
  expect(await sorts()).not.toContain('Best match');
  await field(page).fill(word);
  await expect.poll(() => subjects(page)).toEqual([`${word} in the subject`, 'Newer']);
  expect(await sort.locator('option:checked').innerText()).toBe('Best match');
  await sort.selectOption('Newest');
  await expect.poll(() => subjects(page)).toEqual(['Newer', `${word} in the subject`]);
  await field(page).fill(word.slice(0, -1));
  await page.waitForURL(`**q=${word.slice(0, -1)}*`);
  expect(await sort.locator('option:checked').innerText()).toBe('Newest');
  await sort.selectOption('Priority');
  await field(page).press('Escape');
  await page.waitForURL((url) => !url.searchParams.has('q'));
  expect(await sort.locator('option:checked').innerText()).toBe('Newest');
  expect(await sorts()).not.toContain('Best match');
});

test('AZ-4 an agent includes notes in a search; a customer cannot', async ({ app, open }) => {
  const { ada, carl, word } = await createUsers(app);
  const ticket = await createTicket(carl, { subject: 'With a note' });
  await createReply(ada, ticket, { content: `Only in a note: ${word}`, internal: true });
  const page = await open(ada, '/queue');
  const toggle = page.getByRole('button', { name: 'Notes', exact: true });
  await rows(page).first().waitFor();
  expect(await toggle.count()).toBe(0);
  await field(page).fill(word);
  await page.getByText(`No tickets match “${word}”.`).waitFor();
  expect(await toggle.getAttribute('aria-pressed')).toBe('false');
  await toggle.click();
  await expect.poll(() => subjects(page)).toEqual(['With a note']);
  expect(await page.locator('.row-preview').textContent()).toBe(`Internal note: Only in a note: ${word}`);
  expect(await toggle.getAttribute('aria-pressed')).toBe('true');
  const { searchParams } = new URL(page.url());
  expect(searchParams.get('notes')).toBe('true');
  const shared = await open(ada, `/queue?${searchParams}`);
  await expect.poll(() => subjects(shared)).toEqual(['With a note']);
  await field(page).press('Escape');
  await toggle.waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.has('notes')).toBe(false);

  const customer = await open(carl, '/tickets');
  const searches: string[] = [];
  customer.on('request', (request) => {
    if (isSearch(new URL(request.url()))) searches.push(request.url());
  });
  await customer.goto(`${app.url}/tickets?q=${word}&notes=true`);
  await customer.getByText(`No ticket matches “${word}”.`).waitFor();
  expect(searches.length).toBeGreaterThan(0);
  expect(searches.filter((url) => url.includes('notes'))).toEqual([]);
  expect(await customer.getByRole('button', { name: 'Notes', exact: true }).count()).toBe(0);
});

test('a search without a result names its text and offers a wider one', async ({ app, open }) => {
  const { ada, carl, word } = await createUsers(app);
  await createTicket(carl, { subject: `Old ${word}` });
  const page = await open(ada, `/queue?view=mine&priority=high&q=${word}`);
  await page.getByText(`No tickets match “${word}”.`).waitFor();
  await page.getByRole('link', { name: 'Search in all tickets' }).click();
  await expect.poll(() => subjects(page)).toEqual([`Old ${word}`]);
  await field(page).fill(`${word} nothing`);
  await page.getByText(`No tickets match “${word} nothing”.`).waitFor();
  await page.getByRole('link', { name: 'Clear the search' }).click();
  await expect.poll(() => rows(page).count()).toBeGreaterThan(0);
  expect(await field(page).inputValue()).toBe('');

  const customer = await open(carl, `/tickets?tab=solved&q=${word}`);
  await customer.getByText(`No ticket matches “${word}”.`).waitFor();
  await customer.getByRole('link', { name: 'Search in all tickets' }).click();
  await expect.poll(() => subjects(customer)).toEqual([`Old ${word}`]);
});

test('a refused search shows the reason and the time to wait, and can be repeated', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/429/);
  const { ada, carl, word } = await createUsers(app);
  await createTicket(carl, { subject: word });
  const page = await open(ada, '/queue');
  await rows(page).first().waitFor();
  await page.route(isSearch, (route) =>
    route.fulfill({
      status: 429,
      headers: { 'retry-after': '7' },
      contentType: 'application/problem+json',
      json: {
        type: 'about:blank',
        title: 'Too Many Requests',
        status: 429,
        code: 'rate_limited',
        detail: 'Too many searches.',
        requestId: 'r',
      },
    }),
  );
  await field(page).fill(word);
  await page.getByText('Too many searches. Try again in 7 s.').waitFor();
  await page.unroute(isSearch);
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect.poll(() => subjects(page)).toEqual([word]);
});

test('finds text of every script, and takes operators as text', async ({ app, open }) => {
  const { ada, carl } = await createUsers(app);
  const subjectsOf = [
    ['検索機能が動かない', '機能'],
    ['ระบบล่มแล้ว', 'ล่ม'],
    ['لا أستطيع تسجيل الدُّخول', 'الدخول'],
    ['Где мой ЗАКАЗ', 'заказ'],
    ['Die Überweisung fehlt', 'UBERW'],
  ] as const;
  for (const [subject] of subjectsOf) await createTicket(carl, { subject });
  const page = await open(ada, `/queue?customer=${carl.user.id}`);
  for (const [subject, q] of subjectsOf) {
    await field(page).fill(q);
    await expect.poll(() => subjects(page), { message: q }).toEqual([subject]);
    await expect.poll(() => hits(page).count(), { message: q }).toBeGreaterThan(0);
  }
  for (const q of [
    '"*" OR (',
    'NEAR(',
    "' or 1=1 --",
    '%_%',
    '<img src=x onerror=alert(1)>',
    '🔥'.repeat(99),
  ]) {
    await field(page).fill(q);
    await page.getByText(`No tickets match “${q}”.`).waitFor();
  }
});

test('the number of results is announced to screen readers once the text is typed', async ({ app, open }) => {
  const { ada, carl, word } = await createUsers(app);
  await createTicket(carl, { subject: `${word} one` });
  await createTicket(carl, { subject: `${word} two` });
  const page = await open(ada, '/queue');
  await rows(page).first().waitFor();
  await field(page).fill(word);
  await page.getByRole('status').getByText('2 tickets found', { exact: true }).waitFor();
  await field(page).fill(`${word} two`);
  await page.getByRole('status').getByText('1 ticket found', { exact: true }).waitFor();
});

test('the palette searches the tickets on the server, and marks what it found', async ({ app, open }) => {
  const { ada, carl, word } = await createUsers(app);
  const ticket = await createTicket(carl, {
    subject: 'In the text',
    description: `It contains ${word} here`,
  });
  await createTicket(carl, { subject: `In the subject ${word}` });
  const page = await open(ada, '/settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  // On a page without a search field.
  await page.keyboard.press('/');
  const palette = page.getByRole('combobox', { name: 'Search commands and tickets' });
  const options = page.locator('.palette [role=option]');
  await options.first().waitFor();
  const height = () => page.evaluate(() => document.querySelector<HTMLElement>('.palette')?.offsetHeight);
  const heightBefore = await height();
  await palette.fill(word);
  await expect.poll(() => options.count()).toBe(2);
  expect(await page.locator('.palette .hit').allInnerTexts()).toEqual([word, word]);
  expect(await options.nth(1).locator('.palette-snippet').innerText()).toBe(`It contains ${word} here`);
  expect(await height()).toBe(heightBefore);
  await palette.press('ArrowDown');
  await palette.press('Enter');
  await page.waitForURL(`**/queue/${ticket.id}`);
});

test('the palette cancels a replaced search', async ({ app, open }) => {
  const { ada, carl, word } = await createUsers(app);
  await createTicket(carl, { subject: word });
  const page = await open(ada, '/queue');
  await rows(page).first().waitFor();
  const palette = await openPalette(page);
  const cancelled: (string | null)[] = [];
  page.on('requestfailed', (request) => cancelled.push(new URL(request.url()).searchParams.get('q')));
  const release = await holdSearch(page, 'zebra');
  const sent = searchOf(page, 'zebra');
  await palette.fill('zebra');
  await sent;
  await palette.fill(word);
  await page.locator('.palette [role=option]', { hasText: word }).waitFor();
  expect(cancelled).toEqual(['zebra']);
  release();
});

test('the selected result of the palette stays selected when others arrive, and no command moves', async ({
  app,
  open,
}) => {
  const { ada, carl, word } = await createUsers(app);
  await createTicket(carl, { subject: `${word} alpha` });
  await createTicket(carl, { subject: `${word} beta` });
  await createTicket(carl, { subject: 'Settings are lost' });
  const page = await open(ada, '/queue');
  await rows(page).first().waitFor();
  const palette = await openPalette(page);
  const selected = page.locator('.palette [aria-selected=true]');

  const releaseSettings = await holdSearch(page, 'set');
  await palette.fill('set');
  await palette.press('ArrowDown');
  const command = await selected.innerText();
  const topOfSelected = () =>
    page.evaluate(() => document.querySelector<HTMLElement>('.palette [aria-selected=true]')?.offsetTop);
  const top = await topOfSelected();
  releaseSettings();
  await page.locator('.palette [role=option]', { hasText: 'Settings are lost' }).waitFor();
  expect(await selected.innerText()).toBe(command);
  expect(await topOfSelected()).toBe(top);

  await palette.fill(word);
  await expect.poll(() => page.locator('.palette [role=option]').count()).toBe(2);
  const release = await holdSearch(page, `${word} al`);
  await palette.fill(`${word} al`);
  await palette.press('ArrowDown');
  expect(await selected.textContent()).toContain(`${word} alpha`);
  release();
  await expect.poll(() => page.locator('.palette [role=option]').count()).toBe(1);
  expect(await selected.textContent()).toContain(`${word} alpha`);
});

test('`/` focuses the search and selects its text; Escape clears it, then leaves it', async ({
  app,
  open,
}) => {
  const { ada, carl, word } = await createUsers(app);
  await createTicket(carl, { subject: word });
  const page = await open(ada, `/queue?q=${word}`);
  await rows(page).first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('zebra');
  await page.getByText('No tickets match “zebra”.').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => rows(page).count()).toBeGreaterThan(0);
  expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await page.locator('h1:focus').waitFor();
});

declare global {
  interface Window {
    /** How the list changed: the time from the last key to the last change, the fewest rows, and placeholders. */
    listWatch: { delayMs: number; fewest: number; skeletons: number };
  }
}

/** Runs in the page: records how the list changes while the user types. */
function watchList(): void {
  const watch = { delayMs: 0, fewest: Number.POSITIVE_INFINITY, skeletons: 0 };
  let lastKeyAt = 0;
  let lastCount = 0;
  window.listWatch = watch;
  window.addEventListener(
    'input',
    () => {
      lastKeyAt = performance.now();
    },
    true,
  );
  new MutationObserver(() => {
    const count = document.querySelectorAll('a.row:not(.columns), a.ticket-card').length;
    if (count !== lastCount) watch.delayMs = performance.now() - lastKeyAt;
    lastCount = count;
    watch.fewest = Math.min(watch.fewest, count);
    watch.skeletons += document.querySelectorAll('.skeleton').length;
  }).observe(document.body, { childList: true, subtree: true });
}
