import { expect } from 'vitest';
import { createTicket, createTicketInStatus } from '../../server/testing/test-app.ts';
import { test } from './support/fixtures.ts';

const LONG = 'word '.repeat(50).trim();
const PROBLEM = 'Search for at most 200 characters.';

for (const [role, path] of [
  ['agent', '/queue'],
  ['customer', '/tickets'],
] as const)
  test(`C5 a search of the ${role} that is too long is shown whole with the reason, and hides no ticket`, async ({
    app,
    open,
  }) => {
    const carl = await app.createUser('customer');
    const user = role === 'agent' ? await app.createUser('agent') : carl;
    const ticket = await createTicket(carl);
    const page = await open(user, `${path}?q=${encodeURIComponent(LONG)}`);
    await page.getByText(PROBLEM).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe(LONG);
    await page.getByText(ticket.subject).first().waitFor();
  });

test('C5 the palette names the limit of a search', async ({ app, open }) => {
  const page = await open(await app.createUser('agent'), '/queue');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  const field = page.getByLabel('Search commands and tickets');
  await field.fill(LONG);
  await page.locator('.palette').getByText(PROBLEM).waitFor();
  expect(await field.inputValue()).toBe(LONG);
});

test('C15 the new-ticket form shows that the browser does not store the draft', async ({ app, open }) => {
  const page = await open(await app.createUser('customer'), '/');
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await page.goto(`${app.url}/tickets/new`);
  await page.getByLabel('Subject').fill('No storage');
  await page.getByText('Draft not saved').waitFor();
  expect(await page.getByText('Draft saved').count()).toBe(0);
});

test('C13 in a menu a letter finds an entry, and a chord with it is left to the browser', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  await page.getByRole('button', { name: /^Status/ }).click();
  const entry = page.getByRole('menuitem', { name: /^Resolve/ });
  await entry.waitFor();
  const isFocused = () => entry.evaluate((element) => element === document.activeElement);
  await page.keyboard.press('Control+r');
  expect(await isFocused()).toBe(false);
  await page.keyboard.press('r');
  expect(await isFocused()).toBe(true);
});
