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
import { blockRealtime, findHorizontalOverflow, NO_NETWORK, test } from './support/fixtures.ts';

const LOST_ANSWER = /net::ERR_FAILED/;
const composer = (page: Page) => page.locator('.composer textarea');
const entry = (page: Page, text: string) => page.locator('.entry:not(.pending)', { hasText: text });
const left = async (page: Page, selector: string) =>
  Math.round((await page.locator(selector).first().boundingBox())?.x ?? Number.NaN);
const ticketsOf = async (customer: TestUser) => {
  const { body } = await customer.get<{ tickets: Ticket[] }>('/api/tickets?sort=created');
  return body.tickets.map(({ subject }) => subject).reverse();
};

async function fillTicket(page: Page, subject: string, description: string): Promise<void> {
  await page.getByLabel('Subject').fill(subject);
  await page.getByLabel('What happened?').fill(description);
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Fails the next request that creates a ticket: after the server has processed it, or before. */
async function loseNextAnswer(page: Page, processed = true): Promise<void> {
  await page.route(
    '**/api/tickets',
    async (route) => {
      if (processed) await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
}

// Layout

test('header, list, thread and forms begin at one edge, in a column of 760 px', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('waiting_on_customer', carl, ada);
  const pages: [path: string, selectors: string[]][] = [
    ['/tickets', ['.brand', 'h1', '.tab', '.ticket-card-subject', '.ticket-card-preview']],
    ['/tickets/new', ['.brand', 'h1', 'label', '[name=subject]', 'textarea', 'legend', '[type=submit]']],
    [`/tickets/${ticket.id}`, ['.brand', 'h1', '.badge', '.timeline > .divider', '.banner', '.composer-box']],
  ];
  const page = await open(carl, '/tickets');
  for (const [path, selectors] of pages) {
    await page.goto(app.url + path);
    for (const selector of selectors) await page.locator(selector).first().waitFor();
    for (const [width, edge] of [
      [1440, 340] as const,
      [820, 30] as const,
      [390, 16] as const,
      [320, 16] as const,
    ]) {
      await page.setViewportSize({ width, height: 800 });
      for (const selector of selectors)
        expect(`${path} ${width} ${selector} ${await left(page, selector)}`).toBe(
          `${path} ${width} ${selector} ${edge}`,
        );
    }
  }
});

test('the composer follows the last message of a short thread and stays in view in a long one', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  await createReply(ada, ticket, 'Short');
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    const page = await open(carl, `/tickets/${ticket.id}`, { viewport });
    await entry(page, 'Short').last().waitFor();
    const last = await page.locator('.entry').last().boundingBox();
    const box = await page.locator('.composer').boundingBox();
    expect((box?.y ?? 0) - ((last?.y ?? 0) + (last?.height ?? 0))).toBeLessThan(40);
  }
  for (let n = 0; n < 20; n += 1) await createReply(ada, ticket, `Line ${n}`);
  const page = await open(carl, `/tickets/${ticket.id}`);
  await entry(page, 'Line 19').waitFor();
  const { y = 0, height = 0 } = (await page.locator('.composer').boundingBox()) ?? {};
  expect(y + height).toBe(900);
});

test('the start page before the first ticket has one sentence and one button', async ({ app, open }) => {
  const page = await open(await app.createUser('customer'), '/tickets');
  await page.locator('.first-ticket').waitFor();
  const main = page.locator('main');
  expect(await main.locator('p').allInnerTexts()).toEqual([expect.stringMatching(/^[^.]+\.$/)]);
  expect(await main.locator('a, button, input').allInnerTexts()).toEqual(['New ticket']);
  expect(await page.getByRole('link', { name: 'New ticket' }).count()).toBe(1);
});

test('read and unread tickets differ by dot, weight and colour', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const [read, unread] = [
    await createTicket(carl, { subject: 'Old' }),
    await createTicket(carl, { subject: 'New' }),
  ];
  await createReply(ada, unread, 'An answer');
  const page = await open(carl, '/tickets');
  const look = async (subject: string) => {
    const row = page.locator('.ticket-card', { hasText: subject });
    const { weight, color } = await row.locator('.ticket-card-subject').evaluate((element) => {
      const { fontWeight, color } = getComputedStyle(element);
      return { weight: fontWeight, color };
    });
    return { weight, color, dots: await row.locator('.unread-dot').count() };
  };
  await page.locator('.unread').waitFor();
  const [first, second] = [await look(read.subject), await look(unread.subject)];
  expect([first.weight, first.dots, second.weight, second.dots]).toEqual(['400', 0, '550', 1]);
  expect(first.color).not.toBe(second.color);
});

test('“Support is writing…” moves nothing', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  await composer(page).waitFor();
  const boxes = async () => [
    await page.locator('.composer').boundingBox(),
    await page.locator('.entry').last().boundingBox(),
  ];
  const silent = await boxes();
  const agent = await open(ada, `/queue/${ticket.id}`);
  // Until the agent's connection is ready, nothing is reported.
  await expect
    .poll(async () => {
      await composer(agent).press('x');
      return page.getByText('Support is writing…').count();
    })
    .toBe(1);
  expect(await boxes()).toEqual(silent);
});

test('counts of four digits and a wide font do not widen the page at 320 px', async ({ app, open }) => {
  const carl = await app.createUser('customer');
  await app.sql('update users set name = ? where id = ?', ['Bartholomew Featherstonehaugh', carl.user.id]);
  await createTicket(carl);
  const page = await open(carl, '/tickets', { viewport: { width: 320, height: 640 } });
  const count = { open: 1234, in_progress: 1234, waiting_on_customer: 1234, resolved: 1234, reopened: 1234 };
  await page.route('**/counts', (route) =>
    route.fulfill({ json: { status: count, mine: 0, unassigned: 0, unread: 1234, seq: 1 } }),
  );
  for (const path of ['/tickets', '/tickets?tab=all', '/tickets/new']) {
    await page.goto(app.url + path);
    await page.locator('.tab .number, [name=subject]').first().waitFor();
    expect(await findHorizontalOverflow(page)).toEqual([]);
    // Text enlarged to 200 %, as a browser setting.
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '32px'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    const nav = await page.locator('.customer-nav-inner').evaluate((element) => element.scrollWidth);
    expect(nav).toBe(320);
  }
  await page.goto(`${app.url}/tickets?tab=all`);
  const tab = await page.locator('.tab[aria-current]').boundingBox();
  expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual(320);
});

let shiftData: Promise<{ carl: TestUser; nora: TestUser; long: Ticket; solved: Ticket }> | undefined;
async function createShiftData(app: TestApp) {
  const [ada, carl, nora] = [
    await app.createUser('agent'),
    await app.createUser('customer'),
    await app.createUser('customer'),
  ];
  const long = await createTicketInStatus('in_progress', carl, ada);
  for (let n = 0; n < 12; n += 1) await createReply(ada, long, `Line ${n}`);
  const solved = await createTicketInStatus('resolved', carl, ada);
  for (let n = 0; n < 10; n += 1) await createTicket(carl);
  return { carl, nora, long, solved };
}

for (const [user, path] of [
  ['carl', '/tickets'],
  ['carl', '/tickets?tab=solved'],
  ['carl', '/tickets?q=printer'],
  ['nora', '/tickets'],
  ['carl', '/tickets/new'],
  ['carl', '/tickets/:long'],
  ['carl', '/tickets/:solved'],
  ['carl', '/tickets/999999'],
  [undefined, '/login'],
  [undefined, '/register'],
  [undefined, '/join'],
] as const)
  test(`a direct load of ${path} by ${user ?? 'a guest'} shifts nothing, however late its parts arrive`, async ({
    app,
    open,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/status of 404/);
    shiftData ??= createShiftData(app);
    const data = await shiftData;
    const url = path.replace(':long', String(data.long.id)).replace(':solved', String(data.solved.id));
    for (const width of [1440, 390]) {
      const page = await open(user && data[user], '/favicon.svg', { viewport: { width, height: 844 } });
      await delayRequests(page);
      await page.goto(app.url + url);
      await page.locator('h1').waitFor();
      await page.waitForLoadState('networkidle');
      await page.locator('.skeleton').waitFor({ state: 'detached' });
      expect(await page.evaluate(layoutShift)).toBeLessThan(0.02);
    }
  });

/** Lets the parts of a page arrive one after the other: the ticket, the counts, the navigation. */
async function delayRequests(page: Page): Promise<void> {
  const order = ['**/api/tickets**', '**/counts', '**/assets/customer-nav*'];
  for (const [index, url] of order.entries())
    await page.route(url, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 200 * (index + 1)));
      await route.continue();
    });
}

/** Runs in the page: the sum of all layout shifts since it was opened. */
function layoutShift(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) sum += (shift as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve(sum), 50));
  });
}

// Tickets

test('after submitting, the page says what happens next, until an agent answers', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const page = await open(carl, '/tickets/new');
  await fillTicket(page, 'It beeps', 'All night.');
  await press(page, 'Send');
  const nextStep = page.locator('.next-step');
  await nextStep.getByText(/^Ticket #\d+ received\./).waitFor();
  expect(await nextStep.innerText()).toMatch(/next free agent answers here.*updates by itself.*can close it/);
  const id = Number(new URL(page.url()).pathname.split('/').pop());
  await ada.post(`/api/tickets/${id}/assign`);
  await nextStep.getByText(/is working on it/).waitFor();
  await ada.post(`/api/tickets/${id}/replies`, { content: 'Turn it off.' });
  await entry(page, 'Turn it off.').waitFor();
  await nextStep.waitFor({ state: 'detached' });
});

test('after a lost answer, changed text is not sent under the key of the first: the ticket had arrived', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const carl = await app.createUser('customer');
  const page = await open(carl, '/tickets/new');
  allowConsoleErrors(LOST_ANSWER);
  await loseNextAnswer(page);
  await fillTicket(page, 'Lost', 'one');
  await press(page, 'Send');
  await page.getByText(/has not confirmed/).waitFor();
  await page.getByLabel('What happened?').fill('two');
  await press(page, 'Try again');
  await page.getByRole('link', { name: /^Ticket #\d+$/ }).waitFor();
  await page.getByText(/had arrived/).waitFor();
  expect(await ticketsOf(carl)).toEqual(['Lost']);
  expect(await page.getByLabel('What happened?').inputValue()).toBe('two');
  await press(page, 'Send as a new ticket');
  await page.waitForURL(/\/tickets\/\d+$/);
  await entry(page, 'two').waitFor();
  expect(await ticketsOf(carl)).toEqual(['Lost', 'Lost']);
});

test('a ticket whose answer was lost is created once, also after a reload and from another tab', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const carl = await app.createUser('customer');
  const page = await open(carl, '/tickets/new');
  allowConsoleErrors(LOST_ANSWER);
  await loseNextAnswer(page);
  await fillTicket(page, 'Once', 'only');
  await press(page, 'Send');
  await page.getByText(/has not confirmed/).waitFor();
  const other = await page.context().newPage();
  await other.goto(`${app.url}/tickets/new`);
  await other.getByText(/has not confirmed/).waitFor();
  await page.reload();
  await page.getByText(/has not confirmed/).waitFor();
  await press(page, 'Try again');
  await page.waitForURL(/\/tickets\/\d+$/);
  await other.getByText(/has not confirmed/).waitFor({ state: 'detached' });
  expect(await ticketsOf(carl)).toEqual(['Once']);
});

test('text changed after an unsent ticket survives a reload, and each text is sent once', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const carl = await app.createUser('customer');
  const page = await open(carl, '/tickets/new');
  allowConsoleErrors(LOST_ANSWER);
  await loseNextAnswer(page, false);
  await fillTicket(page, 'First', 'one');
  await press(page, 'Send');
  await page.getByText(/has not confirmed/).waitFor();
  await page.getByLabel('Subject').fill('Second');
  await page.reload();
  await page.getByText(/your changes are kept/).waitFor();
  expect(await page.getByLabel('Subject').inputValue()).toBe('Second');
  await press(page, 'Try again');
  await page.getByText(/had arrived/).waitFor();
  await press(page, 'Send as a new ticket');
  await page.waitForURL(/\/tickets\/\d+$/);
  expect(await ticketsOf(carl)).toEqual(['First', 'Second']);
});

test('leaving the page while a ticket is sent does not move the user back', async ({ app, open }) => {
  const carl = await app.createUser('customer');
  const page = await open(carl, '/tickets/new');
  const release = Promise.withResolvers<void>();
  await page.route('**/api/tickets', async (route) => {
    if (route.request().method() === 'POST') await release.promise;
    await route.continue();
  });
  await fillTicket(page, 'Slow', 'network');
  await press(page, 'Send');
  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  release.resolve();
  await page.locator('.toast', { hasText: /^Ticket #\d+ received/ }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/settings');
});

test('a reply whose answer was lost cannot be edited, only sent again', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  allowConsoleErrors(LOST_ANSWER);
  await blockRealtime(page);
  await page.reload();
  const answers = { status: 503, headers: { 'retry-after': '60' }, body: 'Error' };
  allowConsoleErrors(/status of 503/);
  await page.route(
    '**/replies',
    async (route) => {
      await route.fetch();
      await route.fulfill(answers);
    },
    { times: 1 },
  );
  await composer(page).fill('Once');
  await composer(page).press('Control+Enter');
  const pending = page.locator('.entry.pending');
  await pending.getByRole('button', { name: 'Retry now' }).waitFor();
  expect(await pending.getByRole('button').allInnerTexts()).toEqual(['Retry now']);
  await press(page, 'Retry now');
  await entry(page, 'Once').waitFor();
  const { body } = await carl.get<{ replies: unknown[] }>(`/api/tickets/${ticket.id}`);
  expect(body.replies).toHaveLength(1);
});

test('a long paste is not cut: Send refuses it with an error at the field', async ({ app, open }) => {
  const carl = await app.createUser('customer');
  const page = await open(carl, '/tickets/new');
  const long = `${'mm '.repeat(8874)}end`;
  await fillTicket(page, 's'.repeat(212), long);
  await press(page, 'Send');
  await page.getByText('Shorten the subject: 12 characters over the limit of 200.').waitFor();
  await page.getByText('Shorten the description: 6,625 characters over the limit of 20,000.').waitFor();
  await page.locator('[name=subject]:focus').waitFor();
  expect(await page.getByLabel('What happened?').inputValue()).toBe(long);
  expect(await page.getByLabel('Subject').inputValue()).toHaveLength(212);
  expect(await ticketsOf(carl)).toEqual([]);
  // The limit counts without white space around the text.
  await fillTicket(page, `  ${'s'.repeat(200)}  `, `\n${'m'.repeat(20_000)}\n`);
  await press(page, 'Send');
  await page.waitForURL(/\/tickets\/\d+$/);
});

test('a long reply is not cut and not sent', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  await composer(page).fill('m'.repeat(20_001));
  await page.getByText('1 character over the limit of 20,000', { exact: true }).waitFor();
  await press(page, 'Send');
  await composer(page).press('Control+Enter');
  expect((await composer(page).inputValue()).length).toBe(20_001);
  await composer(page).fill('m'.repeat(20_000));
  await composer(page).press('Control+Enter');
  await page.locator('.entry:not(.pending)').nth(1).waitFor();
});

test('the counts of the tabs follow the search', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  for (let n = 0; n < 9; n += 1) await createTicket(carl, { subject: 'Printer' });
  await createTicketInStatus('resolved', carl, ada);
  await createTicket(carl, { subject: 'A kettle', description: 'cold' });
  const page = await open(carl, '/tickets');
  const counts = async () => (await page.locator('.tab .number').allInnerTexts()).join(' ');
  await waitFor(async () => (await counts()) === '10 0 1 11');
  await page.getByLabel('Search my tickets').fill('kettle');
  await waitFor(async () => (await counts()) === '1 0 0 1');
  await page.locator('.tab', { hasText: 'Solved' }).click();
  await page.getByText('No ticket matches “kettle”.').waitFor();
});

// Sign in and sign up

test('the sign-in page focuses the e-mail address', async ({ app, open }) => {
  const page = await open(undefined, '/login');
  await page.locator('[name=email]:focus').waitFor();
  await page.goto(`${app.url}/queue/7`);
  await page.waitForURL(/\/login\?next=/);
  await page.locator('[name=email]:focus').waitFor();
});

test('a focused field with an error keeps its red border', async ({ open }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await open(undefined, '/login', { colorScheme });
    await press(page, 'Sign in');
    await page.locator('[name=email][aria-invalid]:focus').waitFor();
    const style = await page.locator('[name=email]').evaluate((element) => {
      const { borderColor, outlineColor, outlineOffset, outlineStyle } = getComputedStyle(element);
      const danger = getComputedStyle(document.querySelector('.field-error') ?? element).color;
      return { isRed: [borderColor === danger, outlineColor === danger], outlineOffset, outlineStyle };
    });
    expect(style).toEqual({ isRed: [true, true], outlineOffset: '0px', outlineStyle: 'solid' });
  }
});

test('a registration whose answer was lost signs in with the same values', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const page = await open(undefined, '/register');
  allowConsoleErrors(LOST_ANSWER);
  allowConsoleErrors(/status of 409/);
  await page.route(
    '**/api/auth/register',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.context().clearCookies();
  await page.getByLabel('Name').fill('Nora');
  await page.getByLabel('E-mail').fill('nora@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a few good words');
  await press(page, 'Create account');
  await page.locator('.inline-message', { hasText: 'The server could not be reached.' }).waitFor();
  await press(page, 'Create account');
  await page.waitForURL(`${app.url}/tickets`);
});

test('a reply written without a network is sent once when it is back', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('resolved', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  allowConsoleErrors(NO_NETWORK);
  await composer(page).fill('It is back');
  await page.context().setOffline(true);
  await press(page, 'Send and reopen');
  await page.getByText('Not sent yet').waitFor();
  await page.context().setOffline(false);
  await entry(page, 'It is back').waitFor();
  await page.getByText('Your ticket is open again.').waitFor();
});
