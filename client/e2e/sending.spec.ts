import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  createReply,
  createTicket,
  createTicketInStatus,
  type TestUser,
  waitFor,
} from '../../server/testing/test-app.ts';
import type { Reply, Ticket } from '../../shared/schemas.ts';
import { blockRealtime, NO_NETWORK, test } from './support/fixtures.ts';

const composer = (page: Page) => page.locator('.composer textarea');
const delivered = (page: Page, text: string) => page.locator('.entry:not(.pending)', { hasText: text });
const send = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await composer(page).press('Control+Enter');
};
const repliesOn = async (caller: TestUser, { id }: Ticket) =>
  (await caller.get<{ replies: Reply[] }>(`/api/tickets/${id}`)).body.replies.map(({ content }) => content);

test('changes by others do not affect draft, caret or mode', async ({ app, open }) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const ticket = await createTicket(carl);
  const page = await open(ada, `/queue/${ticket.id}`);
  await page.locator('label', { hasText: 'Internal note' }).click();
  await composer(page).pressSequentially('A careful thought');
  for (let step = 0; step < 7; step += 1) await composer(page).press('ArrowLeft');
  const path = `/api/tickets/${ticket.id}`;
  const changes = [
    () => bob.post(`${path}/assign`),
    () => bob.patch(path, { priority: 'high' }),
    () => createReply(bob, ticket, 'Bob replied'),
    () => createReply(bob, ticket, { content: 'Bob noted', internal: true }),
    () => createReply(carl, ticket, 'Carl replied'),
    () => bob.patch(path, { status: 'resolved' }),
  ];
  for (const [index, change] of changes.entries()) {
    await change();
    await page.keyboard.type(String(index));
  }
  await page.getByRole('button', { name: /^Status: Resolved/ }).waitFor();
  await delivered(page, 'Carl replied').waitFor();
  await page.keyboard.type('!');
  expect(await composer(page).inputValue()).toBe('A careful 012345!thought');
  expect(await page.getByRole('radio', { name: 'Internal note' }).isChecked()).toBe(true);
});

test('drafts are kept per ticket and mode across a reload', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  await composer(page).fill('To the customer');
  await page.locator('label', { hasText: 'Internal note' }).click();
  await composer(page).fill('Among us');
  await page.getByText('Draft saved').waitFor();
  await page.reload();
  await waitFor(async () => (await composer(page).inputValue()) === 'To the customer');
  await page.locator('label', { hasText: 'Internal note' }).click();
  await waitFor(async () => (await composer(page).inputValue()) === 'Among us');
});

test('a reply sent offline is delivered once after the page is closed and reopened', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  allowConsoleErrors(NO_NETWORK);
  await composer(page).waitFor();
  await page.context().setOffline(true);
  await send(page, 'Sent offline');
  await page.getByText('Not sent yet').waitFor();
  await page.close();
  await page.context().setOffline(false);
  const later = await page.context().newPage();
  await later.goto(`${app.url}/tickets`);
  await waitFor(async () => (await repliesOn(carl, ticket)).length > 0);
  await later.goto(`${app.url}/tickets/${ticket.id}`);
  await delivered(later, 'Sent offline').waitFor();
  expect(await repliesOn(carl, ticket)).toEqual(['Sent offline']);
});

test('a first reply on an unassigned ticket is queued while offline', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicket(carl);
  const page = await open(ada, `/queue/${ticket.id}`);
  allowConsoleErrors(NO_NETWORK);
  await composer(page).focus();
  await page.getByLabel('Assign to me').waitFor();
  await page.context().setOffline(true);
  await send(page, 'Sent offline');
  await page.getByText('Not sent yet').waitFor();
  await page.context().setOffline(false);
  await delivered(page, 'Sent offline').waitFor();
  expect(await repliesOn(carl, ticket)).toEqual(['Sent offline']);
});

test('in a long conversation the composer and new replies stay visible', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  for (let n = 0; n < 20; n += 1) await createReply(ada, ticket, `Line ${n}`);
  const page = await open(carl, `/tickets/${ticket.id}`, { viewport: { width: 390, height: 844 } });
  await delivered(page, 'Line 19').waitFor();
  const { y, height } = (await page.locator('.composer').boundingBox()) ?? { y: 0, height: 0 };
  expect(y + height).toBe(844);
  await createReply(ada, ticket, 'Line 20');
  await expect.poll(async () => ((await delivered(page, 'Line 20').boundingBox())?.y ?? 844) < y).toBe(true);
});

test('a reply whose response was lost is not sent twice', async ({ app, open, allowConsoleErrors }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  allowConsoleErrors(NO_NETWORK);
  const received = Promise.withResolvers<void>();
  await page.route('**/replies', async (route) => {
    await route.fetch();
    received.resolve();
  });
  // Otherwise the live event would confirm the reply.
  await blockRealtime(page);
  await page.reload();
  await send(page, 'Once');
  await received.promise;
  await page.close();
  const later = await page.context().newPage();
  const retried = later.waitForResponse('**/replies');
  await later.goto(`${app.url}/tickets`);
  expect((await retried).headers()['idempotent-replayed']).toBe('true');
  expect(await repliesOn(carl, ticket)).toEqual(['Once']);
});

test('a refused reply can be edited and sent again', async ({ app, open, allowConsoleErrors }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  allowConsoleErrors(/status of 400/);
  const problem = { type: 'about:blank', title: 'Bad Request', status: 400, code: 'invalid', detail: 'No.' };
  await page.route('**/replies', (route) => route.fulfill({ status: 400, json: problem }), { times: 1 });
  await send(page, 'Edit me');
  await page.getByRole('button', { name: 'Edit' }).click();
  expect(await composer(page).inputValue()).toBe('Edit me');
  await composer(page).press('Control+Enter');
  await delivered(page, 'Edit me').waitFor();
});

test('a stale reply shows the missed reply and is sent only after confirmation', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer'),
  ];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, '/queue');
  allowConsoleErrors(/409|net::ERR_FAILED/);
  // The realtime connection is blocked, so the page does not receive Bob's reply.
  await blockRealtime(page);
  await page.goto(`${app.url}/queue/${ticket.id}`);
  await composer(page).waitFor();
  await createReply(bob, ticket, 'Have you tried turning it off?');
  await send(page, 'Turn it off and on');
  await page.getByRole('heading', { name: /^Bob replied/ }).waitFor();
  await page.locator('.reply-conflict').getByText('Have you tried turning it off?').waitFor();
  expect(await repliesOn(carl, ticket)).toHaveLength(1);
  await page.getByRole('button', { name: 'Send anyway' }).click();
  await delivered(page, 'Turn it off and on').waitFor();
});

test('a page whose code is not loaded opens when the network returns', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const page = await open(await app.createUser('agent'), '/queue');
  allowConsoleErrors(NO_NETWORK);
  await page.locator('.empty, a.row').first().waitFor();
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.locator('.connection-banner', { hasText: 'You are offline' }).waitFor();
  expect(await page.locator('.failure').count()).toBe(0);
  await page.context().setOffline(false);
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
});

test('while the assignment is pending, a second press sends nothing twice and further text is kept', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicket(carl);
  const page = await open(ada, `/queue/${ticket.id}`);
  const requested = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  await page.route('**/assign', async (route) => {
    requested.resolve();
    await release.promise;
    await route.continue();
  });
  await send(page, 'On it.');
  await requested.promise;
  await composer(page).press('Control+Enter');
  await page.keyboard.type(' And one more thing');
  release.resolve();
  await delivered(page, 'On it.').waitFor();
  expect(await composer(page).inputValue()).toBe(' And one more thing');
  expect(await repliesOn(carl, ticket)).toEqual(['On it.']);
});
