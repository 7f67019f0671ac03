import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createReply, createTicket, createTicketInStatus, waitFor } from '../../server/testing/test-app.ts';
import { test } from './support/fixtures.ts';

const composer = (page: Page) => page.locator('.composer textarea');
/** Opens another tab in the same browser context. */
async function openTab(page: Page, path: string): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(new URL(path, page.url()).href);
  return tab;
}
async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}
async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('correct horse');
  await page.getByRole('button', { name: 'Sign in' }).click();
}
/** Reloads and waits for the realtime connection: later events arrive live, not as a replay. */
async function reloadUntilLive(page: Page): Promise<void> {
  const live = page
    .waitForEvent('websocket')
    .then((socket) =>
      socket.waitForEvent('framereceived', ({ payload }) => String(payload).includes('"ready"')),
    );
  await page.reload();
  await live;
}
const storageText = (page: Page) =>
  page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

test('a ticket read in one tab is read in the other', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const list = await open(carl, '/tickets');
  const other = await openTab(list, '/settings');
  await createReply(ada, ticket, 'News');
  for (const tab of [list, other]) await waitFor(async () => (await tab.title()).startsWith('(1) '));
  await list.getByText('1 new').waitFor();
  await other.goto(`${app.url}/tickets/${ticket.id}`);
  await list.getByText('1 new').waitFor({ state: 'detached' });
  for (const tab of [list, other]) await waitFor(async () => !(await tab.title()).startsWith('('));
});

test('signing out in one tab signs out the others and leaves no data for the next user', async ({
  app,
  open,
}) => {
  const [ada, carl, dora] = [
    await app.createUser('agent'),
    await app.createUser('customer'),
    await app.createUser('customer', 'Dora'),
  ];
  const ticket = await createTicket(carl, { subject: 'A secret matter' });
  const page = await open(carl, '/tickets');
  await page.getByRole('link', { name: /A secret matter/ }).click();
  await page.getByRole('heading', { name: 'A secret matter' }).waitFor();
  const other = await openTab(page, `/tickets/${ticket.id}`);
  await other.getByRole('heading', { name: 'A secret matter' }).waitFor();
  for (const tab of [page, other]) await reloadUntilLive(tab);
  await createReply(ada, ticket, 'Shown in both tabs');
  for (const tab of [page, other]) await tab.getByText(/replied on #.* A secret matter/).waitFor();
  await signOut(page);
  for (const tab of [page, other]) {
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await tab.content()).not.toContain('secret');
  }
  expect(await storageText(page)).not.toContain('secret');
  await page.goBack();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, dora.user.email);
  for (const tab of [page, other]) {
    await tab.getByRole('button', { name: /Dora/ }).waitFor();
    await tab.getByText('You have no tickets yet.').waitFor();
    expect(await tab.content()).not.toContain('secret');
  }
});

test('unsent text is kept for its author or discarded on request, and never shown to another user', async ({
  app,
  open,
}) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  const signOutWith = async (button: string) => {
    await signOut(page);
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  };
  const draftAfterSignIn = async (email: string) => {
    await signIn(page, email);
    await page.getByRole('button', { name: /^Your account/ }).waitFor();
    await page.goto(`${app.url}/queue/${ticket.id}`);
    return composer(page).inputValue();
  };
  await composer(page).fill('Half a thought');
  await signOutWith('Keep and sign out');
  expect(await draftAfterSignIn(bob.user.email)).toBe('');
  await signOut(page);
  expect(await draftAfterSignIn(ada.user.email)).toBe('Half a thought');
  await signOutWith('Discard and sign out');
  expect(await storageText(page)).not.toContain('thought');
});

test('an expired session asks for the password over the page and keeps the draft', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  allowConsoleErrors(/401/);
  await composer(page).fill('Half a thought');
  await ada.delete('/api/auth/sessions');
  const dialog = page.getByRole('dialog', { name: 'Please sign in again' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Half a thought').or(composer(page)).first().waitFor();
  await dialog.getByLabel('Password', { exact: true }).fill('correct horse');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await composer(page).inputValue()).toBe('Half a thought');
  await composer(page).press('Control+Enter');
  await page.locator('.entry:not(.pending)', { hasText: 'Half a thought' }).waitFor();
});

test('another user cannot continue an expired session', async ({ app, open, allowConsoleErrors }) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, '/queue');
  allowConsoleErrors(/401/);
  await page.locator('a.row').first().waitFor();
  await ada.delete('/api/auth/sessions');
  await page.getByRole('button', { name: 'Not you? Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.locator('a.row').count()).toBe(0);
  await signIn(page, bob.user.email);
  await page.getByRole('button', { name: /Bob/ }).waitFor();
});

test('a returning user’s page is loaded while the session is being restored', async ({ app, open }) => {
  const page = await open(await app.createUser('agent'), '/queue');
  await page.getByRole('heading', { name: 'All open' }).waitFor();
  const requestedPaths: string[] = [];
  page.on('request', (request) => requestedPaths.push(new URL(request.url()).pathname));
  const wasRequested = (chunk: string) => requestedPaths.some((path) => path.startsWith(`/assets/${chunk}`));
  await page.route('**/api/auth/refresh', async (route) => {
    await waitFor(async () => wasRequested('queue-page') && wasRequested('signed-in-layout'));
    await route.continue();
  });
  await page.reload();
  await page.getByRole('heading', { name: 'All open' }).waitFor();
  expect(wasRequested('sign-in-page')).toBe(false);
});

test('a link on another site opens the app without the cookie, and the session is still restored', async ({
  app,
  open,
}) => {
  const page = await open(await app.createUser('agent'), '/queue');
  await page.getByRole('heading', { name: 'All open' }).waitFor();
  // Some browsers delete localStorage but keep cookies.
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.setContent(`<a href="${app.url}/queue">Elsewhere</a>`);
  const opening = page.waitForRequest(`${app.url}/queue`);
  await page.getByRole('link').click();
  expect(await (await opening).headerValue('cookie')).toBeNull();
  await page.getByRole('heading', { name: 'All open' }).waitFor();
});
