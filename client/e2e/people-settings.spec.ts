import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createTicket, createTicketInStatus } from '../../server/testing/test-app.ts';
import { findHorizontalOverflow, test } from './support/fixtures.ts';

const REFUSED = /status of 4\d\d/;
const row = (page: Page, name: string) => page.locator('.user-row', { hasText: name });
const name = (page: Page) => page.getByLabel('Name', { exact: true });

test('people are found by name and address without case and accents, also among the other role', async ({
  app,
  open,
}) => {
  const ada = await app.createUser('agent');
  const lukasz = await app.createUser('customer', 'Łukasz Żółw');
  await app.createUser('customer', 'Émilie Durand');
  const page = await open(ada, '/people');
  await row(page, ada.user.email).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('LUKASZ zolw');
  await page.getByText('No agent matches “LUKASZ zolw”.').waitFor();
  await page.getByRole('link', { name: 'Show 1 matching customer' }).click();
  await row(page, 'Łukasz Żółw').waitFor();
  expect(await page.locator('.user-row').count()).toBe(1);
  expect(new URL(page.url()).search).toBe('?role=customer&q=LUKASZ+zolw');
  await page.getByLabel('Search people').fill(lukasz.user.email.slice(0, 30).toUpperCase());
  await page.waitForURL(/Z%C3%93%C5%81W|-/i);
  await row(page, 'Łukasz Żółw').waitFor();
  await page.getByLabel('Search people').fill('zzzz');
  await page.getByText('No customer matches “zzzz”.').waitFor();
  await page.getByRole('link', { name: 'Clear the search' }).click();
  await row(page, 'Émilie Durand').waitFor();
  expect(await page.getByLabel('Search people').inputValue()).toBe('');
});

test('each person has their number of open tickets and a link to them', async ({ app, open }) => {
  const [ada, ben] = [await app.createUser('agent'), await app.createUser('agent', 'Ben Busy')];
  const carl = await app.createUser('customer', 'Carl Counted');
  await createTicketInStatus('in_progress', carl, ben);
  await createTicketInStatus('waiting_on_customer', carl, ben);
  await createTicketInStatus('resolved', carl, ben);
  await createTicket(carl);
  const page = await open(ada, '/people');
  await row(page, 'Ben Busy').getByRole('link', { name: '2 open tickets' }).click();
  await page.locator('a.row').nth(1).waitFor();
  expect(await page.locator('a.row').count()).toBe(2);
  await page.goto(`${app.url}/people?role=customer`);
  await row(page, 'Carl Counted').getByRole('link', { name: '3 open tickets' }).click();
  await page.locator('a.row').nth(2).waitFor();
  expect(await page.locator('a.row').count()).toBe(3);
});

test('500 people are listed 100 rows at a time, and only visible rows request their tickets', async ({
  app,
  open,
}) => {
  const ada = await app.createUser('agent');
  const values = Array.from(
    { length: 500 },
    (_, n) => `('many-${n}@example.com', 'Many ${String(n).padStart(3, '0')}', 'x', 'customer', 1, 0)`,
  );
  await app.sql(
    `insert into users (email, name, password_hash, role, active, created_at) values ${values.join(',')}`,
  );
  const page = await open(ada, '/settings');
  const counted: string[] = [];
  page.on('request', (request) => {
    if (/api\/tickets\?customer=/.test(request.url())) counted.push(request.url());
  });
  await page.goto(`${app.url}/people?role=customer&q=many`);
  await row(page, 'Many 000').getByText('0 open tickets').waitFor();
  expect(await page.locator('.user-row').count()).toBe(100);
  expect(counted.length).toBeLessThan(40);
  await page.getByRole('button', { name: 'Show 100 more (400 left)' }).click();
  await row(page, 'Many 199').waitFor();
  expect(await page.locator('.user-row').count()).toBe(200);
  await page.getByLabel('Search people').fill('many 499');
  await row(page, 'Many 499').waitFor();
  expect(await page.locator('.user-row').count()).toBe(1);
});

test('an error of a deactivation stays in its dialog, and the account stays active', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/status of 5\d\d|net::ERR/);
  const ada = await app.createUser('agent');
  await app.createUser('agent', 'Ben Stays');
  const page = await open(ada, '/people');
  await page.route('**/api/users/*', (route) => route.abort());
  await page.getByRole('button', { name: 'Actions for Ben Stays' }).click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  const question = page.getByRole('dialog', { name: 'Deactivate Ben Stays?' });
  await question.getByRole('button', { name: 'Deactivate' }).click();
  await question.getByText('The server could not be reached.').waitFor();
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await row(page, 'Ben Stays').getByText('Deactivated').count()).toBe(0);
});

test('the name is saved on blur and on Enter, and Esc restores it', async ({ app, open }) => {
  const eve = await app.createUser('agent', 'Eve Old');
  const page = await open(eve, '/settings');
  const savedName = async () => (await eve.get<{ name: string }>('/api/auth/me')).body.name;
  const requests: string[] = [];
  page.on('request', (request) => request.method() === 'PATCH' && requests.push(request.url()));
  await name(page).fill('Eve Mistake');
  await page.keyboard.press('Escape');
  expect(await name(page).inputValue()).toBe('Eve Old');
  await page.keyboard.press('Tab');
  expect(requests).toEqual([]);
  await name(page).fill('Eve Enter');
  await page.keyboard.press('Enter');
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await savedName()).toBe('Eve Enter');
  await name(page).fill('Eve Blur');
  expect(await page.getByText('Saved', { exact: true }).count()).toBe(0);
  await page.getByRole('heading', { name: 'Settings' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect([await savedName(), requests.length]).toEqual(['Eve Blur', 2]);
});

test('a refused name keeps its text, shows the reason at the field and is not saved', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(REFUSED);
  const eve = await app.createUser('agent', 'Eve Kept');
  const page = await open(eve, '/settings');
  const errors: [text: string, error: string | RegExp][] = [
    [' ', 'Enter your name.'],
    ['x'.repeat(150), 'Use at most 100 characters. This name has 150.'],
    ['Eve \u202etxt.exe', /must not contain .* text-direction characters/],
  ];
  for (const [text, error] of errors) {
    await name(page).fill(text);
    await page.keyboard.press('Tab');
    await page.locator('.field-error', { hasText: error }).waitFor();
    expect(await name(page).inputValue()).toBe(text);
    await page.locator('[name=name][aria-invalid=true]').waitFor();
  }
  await name(page).press('Escape');
  expect(await name(page).inputValue()).toBe('Eve Kept');
  expect(await page.locator('.field-error').count()).toBe(0);
  expect((await eve.get<{ name: string }>('/api/auth/me')).body.name).toBe('Eve Kept');
});

test('leaving the page saves the open field, and a failure is shown on the next page', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/net::ERR/);
  const eve = await app.createUser('agent', 'Eve Leaves');
  const page = await open(eve, '/people');
  const settings = page.getByRole('navigation').getByRole('link', { name: 'Settings' });
  const wouldAsk = () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  await settings.click();
  await page.locator('h1', { hasText: 'Settings' }).waitFor();
  expect(await wouldAsk()).toBe(false);
  await name(page).fill('Eve Gone');
  expect(await wouldAsk()).toBe(true);
  await page.goBack();
  await expect.poll(async () => (await eve.get<{ name: string }>('/api/auth/me')).body.name).toBe('Eve Gone');
  await page.route('**/api/auth/me', (route) => route.abort());
  await settings.click();
  await name(page).fill('Eve Unheard');
  await page.goBack();
  await page.locator('.toast', { hasText: 'Your name is not changed. The server' }).waitFor();
});

test('Try again sends the name after a failure', async ({ app, open, allowConsoleErrors }) => {
  allowConsoleErrors(/net::ERR/);
  const eve = await app.createUser('customer', 'Eve Offline');
  const page = await open(eve, '/settings');
  await page.route('**/api/auth/me', (route) => route.abort());
  await name(page).fill('Eve Online');
  await page.keyboard.press('Tab');
  const again = page.getByRole('button', { name: 'Try again' });
  await again.waitFor();
  await page.unroute('**/api/auth/me');
  await again.click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect((await eve.get<{ name: string }>('/api/auth/me')).body.name).toBe('Eve Online');
});

test('every label of the settings starts at the left edge of the page', async ({ app, open }) => {
  for (const [role, width] of [
    ['agent', 1440],
    ['agent', 390],
    ['customer', 1024],
  ] as const) {
    const page = await open(await app.createUser(role), '/settings', { viewport: { width, height: 900 } });
    await page.locator('.device-row').first().waitFor();
    const edges = await page
      .locator('h1, h2, main label:not(.segments label), main legend, .device-name')
      .evaluateAll((elements) => elements.map((element) => Math.round(element.getBoundingClientRect().left)));
    expect(edges.length).toBeGreaterThan(10);
    expect([...new Set(edges)]).toHaveLength(1);
  }
});

test('people and settings fit narrow windows with long names and addresses', async ({ app, open }) => {
  const ada = await app.createUser('agent');
  await ada.patch('/api/auth/me', { name: 'Bartholomew Featherstonehaugh-Cholmondeley von Wolfenbüttel' });
  await ada.post('/api/invitations', { email: `${'a-long-address'.repeat(4)}@international.example.com` });
  for (const path of ['/people', '/settings']) {
    for (const width of [1024, 390, 320]) {
      const page = await open(ada, path, { viewport: { width, height: 800 } });
      await page.locator('.user-row, .device-row').first().waitFor();
      expect(await findHorizontalOverflow(page)).toEqual([]);
      await page.close();
    }
  }
});

/** Runs in the page before its scripts: collects what moves inside the page's main part. */
function recordShifts(): void {
  const moved: string[] = [];
  Object.assign(window, { moved });
  new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries() as (PerformanceEntry & { sources: { node?: Node }[] })[])
      for (const { node } of sources)
        if (node instanceof Element && node.closest('main') && node.id !== 'main')
          moved.push(node.outerHTML.slice(0, 100));
  }).observe({ type: 'layout-shift', buffered: true });
}

test('nothing moves while people and settings load, also when the accounts arrive last', async ({
  app,
  open,
}) => {
  const ada = await app.createUser('agent');
  await app.createUser('customer');
  await ada.post('/api/invitations', { email: 'calm@example.com' });
  const paths = [
    ['/people', '.invitation-row'],
    ['/people?role=customer', '.user-row'],
    ['/settings', '.device-row'],
  ] as const;
  const page = await open(ada, '/settings');
  await page.addInitScript(recordShifts);
  await page.route('**/api/users?*', async (route) => {
    await page.locator('.skeleton').first().waitFor({ state: 'attached' });
    await route.continue();
  });
  for (const [path, ready] of paths)
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(app.url + path);
      await page.locator(ready).first().waitFor();
      await page.waitForLoadState('networkidle');
      const moved = await page.evaluate(() => (window as unknown as { moved: string[] }).moved);
      expect([path, width, moved]).toEqual([path, width, []]);
    }
});
