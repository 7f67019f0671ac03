import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createTicket, createTicketInStatus, waitFor } from '../../server/testing/test-app.ts';
import type { Ticket } from '../../shared/schemas.ts';
import { test } from './support/fixtures.ts';

const statusButton = (page: Page, label: string) =>
  page.getByRole('button', { name: new RegExp(`^Status: ${label}`) });

test('e on a new ticket takes and resolves it', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicket(carl);
  const page = await open(ada, `/queue/${ticket.id}`);
  await statusButton(page, 'Open').waitFor();
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Take and resolve' }).press('Enter');
  await statusButton(page, 'Resolved').waitFor();
  const { body } = await ada.get<Ticket>(`/api/tickets/${ticket.id}`);
  expect([body.status, body.agent?.id]).toEqual(['resolved', ada.user.id]);
});

test('e resolves a ticket that waits for its customer, and a reopened one', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  for (const status of ['waiting_on_customer', 'reopened'] as const) {
    const ticket = await createTicketInStatus(status, carl, ada);
    const page = await open(ada, `/queue/${ticket.id}`);
    await page.locator('.composer').waitFor();
    await page.keyboard.press('e');
    await page.getByRole('button', { name: 'Yes, resolve' }).press('Enter');
    await statusButton(page, 'Resolved').waitFor();
    await page.context().close();
  }
});

test('a ticket that another agent takes first is not resolved, and the message names them', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  allowConsoleErrors(/status of 409/);
  const ticket = await createTicket(carl);
  const page = await open(ada, `/queue/${ticket.id}`);
  await statusButton(page, 'Open').waitFor();
  await page.route('**/assign', async (route) => {
    await bob.post(`/api/tickets/${ticket.id}/assign`);
    await route.continue();
  });
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Take and resolve' }).press('Enter');
  await page.locator('.toast', { hasText: /Bob.* took it a moment ago/ }).waitFor();
  expect((await ada.get<Ticket>(`/api/tickets/${ticket.id}`)).body.status).toBe('in_progress');
});

test('when only the second step is refused, the message names what was done, and a waiting ticket waits again', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  allowConsoleErrors(/status of 400/);
  const problem = { type: 'about:blank', title: 'Bad Request', status: 400, code: 'invalid', detail: 'No.' };
  const refuseResolve = (page: Page) =>
    page.route('**/api/tickets/*', (route) =>
      route.request().postData()?.includes('"resolved"')
        ? route.fulfill({ status: 400, json: problem })
        : route.continue(),
    );
  const [fresh, waiting] = [
    await createTicket(carl),
    await createTicketInStatus('waiting_on_customer', carl, ada),
  ];
  const page = await open(ada, `/queue/${fresh.id}`);
  await refuseResolve(page);
  await statusButton(page, 'Open').waitFor();
  await page.keyboard.press('e');
  await page.keyboard.press('Enter');
  await page.locator('.toast', { hasText: 'is assigned to you, but was not resolved' }).waitFor();
  const other = await open(ada, `/queue/${waiting.id}`);
  await refuseResolve(other);
  await statusButton(other, 'Waiting').waitFor();
  await other.keyboard.press('e');
  await other.keyboard.press('Enter');
  await other.locator('.toast', { hasText: 'was not resolved' }).waitFor();
  await waitFor(
    async () => (await ada.get<Ticket>(`/api/tickets/${waiting.id}`)).body.status === 'waiting_on_customer',
  );
});

test('confirmations that take a ticket from another agent focus Cancel', async ({ app, open }) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const ticket = await createTicketInStatus('in_progress', carl, bob);
  const page = await open(ada, `/queue/${ticket.id}`);
  await page.locator('.composer').waitFor();
  await page.keyboard.press('a');
  await page.getByRole('dialog', { name: /^Take over from/ }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Assigned to/ }).click();
  await page.getByRole('menuitem', { name: 'Release…' }).click();
  await page.getByRole('dialog', { name: /^Take the ticket from/ }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
  await page.keyboard.press('Enter');
  expect((await ada.get<Ticket>(`/api/tickets/${ticket.id}`)).body.agent?.id).toBe(bob.user.id);
});
