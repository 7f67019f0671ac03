import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  createReply,
  createTicketInStatus,
  type TestApp,
  type TestUser,
  waitFor,
} from '../../server/testing/test-app.ts';
import type { Reply, Ticket } from '../../shared/schemas.ts';
import { test } from './support/fixtures.ts';

const composer = (page: Page) => page.locator('.composer textarea');
const scroller = (page: Page) => page.locator('.timeline-scroller');
const delivered = (page: Page, text: string) => page.locator('.entry:not(.pending)', { hasText: text });
const repliesOn = async (caller: TestUser, { id }: Ticket) =>
  (await caller.get<{ replies: Reply[] }>(`/api/tickets/${id}`)).body.replies.map(({ content }) => content);
const scrollToTop = (page: Page) => scroller(page).evaluate((element) => element.scrollTo(0, 0));

/** A thread higher than the window, read to its end by all. */
async function createLongThread(app: TestApp) {
  const [ada, bob, carl] = [
    await app.createUser('agent', 'Ada'),
    await app.createUser('agent', 'Bob'),
    await app.createUser('customer', 'Carl'),
  ];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  for (let n = 0; n < 14; n += 1)
    await createReply(n % 2 ? ada : carl, ticket, `Line ${n}\n\nand more of it`);
  return { ada, bob, carl, ticket };
}

/** Resolves once the page has the reply, in view or not. */
const hasArrived = (page: Page, text: string) => delivered(page, text).waitFor({ state: 'attached' });

test('an agent who has scrolled up is warned of a reply that arrived out of view', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const { ada, bob, carl, ticket } = await createLongThread(app);
  allowConsoleErrors(/status of 409/);
  const page = await open(ada, `/queue/${ticket.id}`);
  await delivered(page, 'Line 13').waitFor();
  await composer(page).fill('My answer');
  await scrollToTop(page);
  await page.getByText('Draft saved').waitFor();
  await createReply(bob, ticket, 'I was faster');
  await hasArrived(page, 'I was faster');
  await composer(page).press('Control+Enter');
  await page.getByRole('heading', { name: /^Bob replied/ }).waitFor();
  expect((await repliesOn(carl, ticket)).includes('My answer')).toBe(false);
  // The card has shown the missed reply: after the review the same text is sent.
  await page.getByRole('button', { name: 'Review my reply' }).click();
  await page.getByText('Bob replied while you were writing').waitFor();
  await composer(page).press('Control+Enter');
  await delivered(page, 'My answer').waitFor();
});

test('a customer is warned as well', async ({ app, open, allowConsoleErrors }) => {
  const { ada, carl, ticket } = await createLongThread(app);
  allowConsoleErrors(/status of 409/);
  const page = await open(carl, `/tickets/${ticket.id}`);
  await delivered(page, 'Line 13').waitFor();
  await composer(page).fill('My question');
  await scrollToTop(page);
  await createReply(ada, ticket, 'It is solved');
  await hasArrived(page, 'It is solved');
  await composer(page).press('Control+Enter');
  await page.getByRole('heading', { name: /^Ada replied/ }).waitFor();
  expect((await repliesOn(ada, ticket)).includes('My question')).toBe(false);
});

test('a reply that arrives in a hidden tab is not seen until the tab is shown', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const { ada, bob, carl, ticket } = await createLongThread(app);
  allowConsoleErrors(/status of 409/);
  const page = await open(ada, `/queue/${ticket.id}`);
  await delivered(page, 'Line 13').waitFor();
  await composer(page).fill('Written before');
  const setVisibility = (state: string) =>
    page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await setVisibility('hidden');
  await createReply(bob, ticket, 'While you were away');
  await hasArrived(page, 'While you were away');
  await composer(page).press('Control+Enter');
  await page.getByRole('heading', { name: /^Bob replied/ }).waitFor();
  expect((await repliesOn(carl, ticket)).includes('Written before')).toBe(false);
  await page.getByRole('button', { name: 'Discard' }).click();
  await setVisibility('visible');
  await composer(page).fill('Written after');
  await composer(page).press('Control+Enter');
  await delivered(page, 'Written after').waitFor();
});

test('a reply in view is seen: the composer names its author, and sending works', async ({ app, open }) => {
  const { ada, bob, ticket } = await createLongThread(app);
  const page = await open(ada, `/queue/${ticket.id}`);
  await delivered(page, 'Line 13').waitFor();
  await composer(page).fill('My answer');
  await createReply(bob, ticket, 'In view');
  await page.getByText('Bob replied while you were writing').waitFor();
  await composer(page).press('Control+Enter');
  await delivered(page, 'My answer').waitFor();
  await expect.poll(() => page.getByText('Bob replied while you were writing').count()).toBe(0);
});

test('the composer names who replied since a draft was begun, after a change of page and after a reload', async ({
  app,
  open,
}) => {
  const { ada, bob, carl, ticket } = await createLongThread(app);
  const page = await open(ada, `/queue/${ticket.id}?view=all`);
  await delivered(page, 'Line 13').waitFor();
  await composer(page).fill('Begun');
  await page.getByText('Draft saved').waitFor();
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await createReply(bob, ticket, 'Meanwhile');
  await page.goBack();
  await page.getByText('Bob replied while you were writing').waitFor();
  await page.goto(`${app.url}/settings`);
  await createReply(carl, ticket, 'Later');
  await page.goto(`${app.url}/queue/${ticket.id}`);
  await page.getByText('Carl replied while you were writing').waitFor();
  // A note goes to agents only: the reply does not concern it.
  await page.locator('label', { hasText: 'Internal note' }).click();
  await page.getByText('Carl replied while you were writing').waitFor({ state: 'detached' });
});

for (const [width, height] of [[1440, 900] as const, [390, 700] as const])
  test(`a held-back reply is wholly in view with its buttons at ${width} px`, async ({
    app,
    open,
    allowConsoleErrors,
  }) => {
    const { ada, bob, ticket } = await createLongThread(app);
    allowConsoleErrors(/status of 409/);
    const page = await open(ada, `/queue/${ticket.id}`, { viewport: { width, height } });
    await delivered(page, 'Line 13').waitFor();
    await composer(page).fill('My answer');
    await scrollToTop(page);
    await createReply(bob, ticket, 'I was faster.\n\nSee here.');
    await hasArrived(page, 'I was faster');
    // The answer comes while the agent reads at the top again.
    const isReading = Promise.withResolvers<void>();
    await page.route('**/replies', async (route) => {
      await isReading.promise;
      await route.continue();
    });
    await composer(page).press('Control+Enter');
    await page.locator('.pending').waitFor();
    await scrollToTop(page);
    await expect.poll(() => scroller(page).evaluate((element) => element.scrollTop)).toBe(0);
    isReading.resolve();
    await page.locator('.stale').waitFor();
    const isInView = () =>
      page.evaluate(() => {
        const thread = document.querySelector('.timeline-scroller')?.getBoundingClientRect();
        const card = document.querySelector('.stale')?.getBoundingClientRect();
        const buttons = document.querySelector('.stale .actions')?.getBoundingClientRect();
        if (!thread || !card || !buttons) return false;
        const isCardIn = card.top >= thread.top - 1 || card.height > thread.height;
        return isCardIn && card.bottom <= thread.bottom + 1 && buttons.bottom <= thread.bottom + 1;
      });
    await waitFor(isInView);
  });
