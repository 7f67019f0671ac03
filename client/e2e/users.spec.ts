import { expect } from 'vitest';
import { createTicket, startTestApp, waitFor } from '../../server/testing/test-app.ts';
import { createSetupLink } from '../../server/users/invitations.ts';
import { test } from './support/fixtures.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const REFUSED = /40[0149] .*\/api\//;

test('an invite link creates an agent account and works once', async ({ app, open, allowConsoleErrors }) => {
  allowConsoleErrors(REFUSED);
  const ada = await open(await app.createUser('agent'), '/people');
  await ada.getByRole('button', { name: 'Invite an agent' }).click();
  await ada.locator('[name=email]:focus').waitFor();
  await ada.getByLabel('E-mail').fill('Robin@Example.com');
  await ada.getByRole('button', { name: 'Create invite link' }).click();
  const link = new URL(await ada.getByLabel('Link for Robin@Example.com').inputValue());
  await ada.getByText('once, for 7 days').waitFor();
  await ada.getByRole('button', { name: 'Done' }).click();
  await ada.getByText('robin@example.com', { exact: true }).waitFor();

  const robin = await open(undefined, link.pathname + link.hash);
  await robin.getByRole('heading', { name: 'Join the helpdesk' }).waitFor();
  expect(robin.url()).toBe(`${app.url}/join`);
  await robin.getByLabel('Name').fill('Robin Park');
  await robin.getByLabel('Password', { exact: true }).fill('a few good words');
  await robin.getByRole('button', { name: 'Join' }).click();
  await robin.waitForURL(/\/queue$/);
  await robin.getByRole('button', { name: /^Your account.*Robin Park/ }).waitFor();

  const second = await open(undefined, link.pathname + link.hash);
  await second.getByLabel('Name').fill('Another User');
  await second.getByLabel('Password', { exact: true }).fill('a few good words');
  await second.getByRole('button', { name: 'Join' }).click();
  await second.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  await second.getByRole('link', { name: 'Sign in' }).click();
  await second.waitForURL(/\/login$/);
});

test('the set-up link of a new installation creates the first agent, who sees an empty queue', async ({
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(REFUSED);
  const newApp = await startTestApp();
  const token = await createSetupLink(newApp.orm.em.fork());
  const page = await open(undefined, `/setup#${token}`, { url: newApp.url });
  await page.getByRole('heading', { name: 'Set up the helpdesk' }).waitFor();
  await page.getByLabel('Name').fill('Sam Lee');
  await page.getByLabel('E-mail').fill('sam@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a few good words');
  await page.getByRole('button', { name: 'Set up the helpdesk' }).click();
  await page.waitForURL(/\/queue$/);
  await page.locator('.empty').waitFor();
  await page.close();
  await newApp.close();
});

test('a revoked invitation leaves the list and its link stops working', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(REFUSED);
  const page = await open(await app.createUser('agent'), '/people');
  await page.getByRole('button', { name: 'Invite an agent' }).click();
  await page.getByLabel('E-mail').fill('revoked@example.com');
  await page.getByRole('button', { name: 'Create invite link' }).click();
  const link = new URL(await page.getByLabel('Link for revoked@example.com').inputValue());
  await page.getByRole('button', { name: 'Done' }).click();
  const revoke = page.getByRole('button', { name: 'Revoke the invitation for revoked@example.com' });
  await revoke.click();
  await page.locator('button:focus', { hasText: 'Cancel' }).waitFor();
  // The open question also hides the button, so wait for the response.
  const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await page
    .getByRole('group', { name: /^Revoke/ })
    .getByRole('button', { name: 'Revoke' })
    .click();
  await deleted;
  await revoke.waitFor({ state: 'detached' });
  const token = link.hash.slice(1);
  const join = { token, name: 'Revoked', password: 'a few good words' };
  const response = await fetch(`${app.url}/api/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(join),
  });
  expect(response.status).toBe(404);
});

test('deactivating asks for confirmation and ends the session of the user immediately', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(REFUSED);
  const [ada, ben] = [await app.createUser('agent'), await app.createUser('agent', 'Ben Out')];
  const carl = await app.createUser('customer');
  const tickets = [await createTicket(carl), await createTicket(carl)];
  for (const { id } of tickets) await ben.post(`/api/tickets/${id}/assign`);
  const benPage = await open(ben, '/queue');
  const page = await open(ada, '/people');
  const menu = page.getByRole('button', { name: 'Actions for Ben Out' });
  const question = page.getByRole('dialog', { name: 'Deactivate Ben Out?' });
  const ask = async () => {
    await menu.press('Enter');
    await page.getByRole('menuitem', { name: 'Deactivate' }).press('Enter');
    await page.locator('button:focus', { hasText: 'Cancel' }).waitFor();
  };
  await ask();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await page.locator('button:focus', { hasText: 'Actions for Ben Out' }).waitFor();
  await ask();
  await question.getByText('Their 2 unresolved tickets become unassigned.').waitFor();
  await question.getByRole('button', { name: 'Deactivate' }).click();
  await page.locator('button:focus', { hasText: 'Actions for Ben Out' }).waitFor();
  await page.locator('.user-row', { hasText: 'Ben Out' }).getByText('Deactivated').waitFor();
  await page.locator('.toast', { hasText: '2 tickets are unassigned now.' }).waitFor();
  const { agent } = (await ada.get(`/api/tickets/${tickets[0]?.id}`)).body;
  expect(agent).toBeNull();
  await benPage.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
  expect(await page.locator('li', { hasText: ada.user.email }).getByRole('button').count()).toBe(0);
});

test('a new password signs out other devices; a wrong current password is shown at its field', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(REFUSED);
  const carl = await app.createUser('customer');
  const phone = await open(carl, '/tickets');
  const page = await open(carl, '/settings');
  await page.getByText('This device').waitFor();
  await page.getByLabel('Current password').fill('not my password');
  await page.getByLabel('New password').fill('some better words');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('This is not your password.').waitFor();
  await page.locator('[name=current]:focus[aria-invalid=true]').waitFor();
  await page.getByLabel('Current password').fill('correct horse');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Every other device is signed out.').waitFor();
  await phone.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
  expect(await page.locator('.device-row').count()).toBe(1);
});

test('a single device can be signed out', async ({ app, open, allowConsoleErrors }) => {
  allowConsoleErrors(REFUSED);
  const dora = await app.createUser('customer');
  const phone = await open(undefined, '/login', { userAgent: IPHONE });
  await phone.getByLabel('E-mail').fill(dora.user.email);
  await phone.getByLabel('Password', { exact: true }).fill('correct horse');
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await phone.waitForURL(/\/tickets$/);
  const page = await open(dora, '/settings');
  await page.getByRole('button', { name: 'Sign out Safari on iPhone' }).click();
  await phone.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
  await page.getByTitle('iPhone').waitFor({ state: 'detached' });
});

test('a new display name is shown immediately', async ({ app, open }) => {
  const page = await open(await app.createUser('agent', 'Eve Old'), '/settings');
  await page.getByLabel('Name', { exact: true }).fill('Eve New');
  await page.keyboard.press('Tab');
  await page.getByText('Saved', { exact: true }).waitFor();
  await waitFor(async () => (await page.locator('.user-name').textContent()) === 'Eve New');
});

test('a customer is redirected from the people page', async ({ app, open }) => {
  const page = await open(await app.createUser('customer'), '/people');
  await page.waitForURL(/\/tickets$/);
});
