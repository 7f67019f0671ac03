import { expect } from 'vitest';
import { createTicket, createTicketInStatus, waitFor } from '../../server/testing/test-app.ts';
import type { Reply } from '../../shared/schemas.ts';
import { test } from './support/fixtures.ts';

test('an agent can sign in, open, assign, reply and resolve by keyboard only', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicket(carl, { subject: 'Only keys' });
  const page = await open(undefined, '/login');
  const { keyboard } = page;
  const focus = (selector: string) => page.locator(`${selector}:focus`).waitFor();
  await page.getByLabel('E-mail').waitFor();
  for (let tries = 0; tries < 10 && !(await page.locator('[name=email]:focus').count()); tries += 1)
    await keyboard.press('Tab');
  await keyboard.type(ada.user.email);
  await keyboard.press('Tab');
  await keyboard.type('correct horse');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'All open' }).waitFor();
  // The focus on the heading shows that the page and its shortcuts are ready.
  await focus('h1');
  await keyboard.press('g');
  await keyboard.press('u');
  await page.getByRole('heading', { name: 'Unassigned' }).waitFor();
  await page.getByText('Only keys').waitFor();
  await keyboard.press('j');
  await focus(`a.row[data-id="${ticket.id}"]`);
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Only keys' }).waitFor();
  await keyboard.press('a');
  await page.getByRole('button', { name: /^Status: In progress/ }).waitFor();
  await keyboard.press('r');
  await focus('.composer textarea');
  await keyboard.type('Have you tried the mouse?');
  await keyboard.press('Control+Enter');
  await page.locator('.entry:not(.pending)', { hasText: 'the mouse' }).waitFor();
  await keyboard.press('Escape');
  await keyboard.press('e');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: /^Status: Resolved/ }).waitFor();
  const { body } = await carl.get<{ status: string; replies: Reply[] }>(`/api/tickets/${ticket.id}`);
  expect([body.status, body.replies.length]).toEqual(['resolved', 1]);
});

test('Escape leaves the composer, then closes the ticket and focuses its row', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const [ticket] = [await createTicket(carl), await createTicket(carl)];
  const page = await open(ada, '/queue');
  await page.locator(`a.row[data-id="${ticket.id}"]`).click();
  await page.locator('.composer textarea').fill('Not lost');
  await page.keyboard.press('Escape');
  expect(page.url()).toContain(`/queue/${ticket.id}`);
  await page.keyboard.press('Escape');
  await page.locator(`a.row[data-id="${ticket.id}"]:focus`).waitFor();
  await page.keyboard.press('Enter');
  await waitFor(async () => (await page.locator('.composer textarea').inputValue()) === 'Not lost');
});

test('going back restores the scroll position of a long list', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  for (let n = 0; n < 45; n += 1) await createTicket(carl);
  const page = await open(ada, `/queue?customer=${carl.user.id}`);
  const list = page.locator('.queue-rows');
  await page.locator('a.row').nth(44).waitFor();
  await list.evaluate((element) => element.scrollTo(0, 700));
  // A row near the bottom: next to an open ticket rows are higher, so the list must scroll to show it.
  await page.locator('a.row').nth(31).click();
  await page.locator('.composer').waitFor();
  await page.goBack();
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(700);
});

test('when the focused button or row is removed, the focus moves to the element in its place', async ({
  app,
  open,
}) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const [first, second] = [await createTicket(carl), await createTicket(carl)];
  const page = await open(ada, `/queue?view=unassigned&customer=${carl.user.id}`);
  const row = (id: number) => page.locator(`a.row[data-id="${id}"]`);
  await row(first.id).waitFor();
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('j');
  await bob.post(`/api/tickets/${first.id}/assign`);
  await page.locator('.departed').waitFor();
  await page.keyboard.press('.');
  await page.locator(`a.row[data-id="${second.id}"]:focus`).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.departed').waitFor();
  await page.locator(`a.row[data-id="${second.id}"]:focus`).waitFor();
  await page.keyboard.press('Enter');
  const third = await createTicket(carl);
  await page.goto(`${app.url}/queue/${third.id}`);
  await page.getByRole('button', { name: 'Assign to me' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Assigned to/ }).waitFor();
  await page.locator('h1:focus').waitFor();
});

test('a newer status toast of a ticket replaces the older one', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const { id } = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${id}`);
  const details = page.locator('.details');
  const move = async (label: string) => {
    await details.getByRole('button', { name: /^Change the status/ }).click();
    await page.getByRole('menuitem', { name: label }).click();
  };
  await move('Waiting on customer');
  await page.locator('.toast', { hasText: 'Waiting' }).waitFor();
  await move('Start');
  await page.locator('.toast', { hasText: 'In progress' }).waitFor();
  expect(await page.locator('.toast').count()).toBe(1);
});

test('single-key shortcuts are ignored in text fields and when switched off', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicket(carl);
  const page = await open(ada, `/queue/${ticket.id}`);
  await page.locator('.composer textarea').pressSequentially('a e p ? 1');
  await page.goto(`${app.url}/settings`);
  await page.getByLabel('Single-key shortcuts').uncheck();
  await page.getByRole('heading', { name: 'Settings' }).click();
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(1);
  expect((await ada.get(`/api/tickets/${ticket.id}`)).body.agent).toBeNull();
});

test('a menu opens, moves and closes by keyboard and restores the focus', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicket(carl);
  const page = await open(ada, `/queue/${ticket.id}`);
  await page.getByRole('button', { name: /^Priority/ }).waitFor();
  await page.keyboard.press('p');
  await page.getByRole('menuitemradio', { name: 'Medium', checked: true }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Priority: .*High/ }).waitFor();
  await waitFor(async () => (await ada.get(`/api/tickets/${ticket.id}`)).body.priority === 'high');
});

test('the command palette keeps text typed before its code has loaded', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicket(carl);
  const page = await open(ada, `/queue/${ticket.id}`);
  const codeRequested = Promise.withResolvers<void>();
  await page.route('**/command-results*', async (route) => {
    await codeRequested.promise;
    await route.continue();
  });
  await page.locator('.composer').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sett');
  codeRequested.resolve();
  await page.getByRole('option', { name: 'Go to settings' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
});
