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
import { test } from './support/fixtures.ts';

const composer = (page: Page) => page.locator('.composer textarea');
const delivered = (page: Page, text: string) => page.locator('.entry:not(.pending)', { hasText: text });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const refusal = (page: Page, text: string | RegExp) => page.locator('.composer-refusal', { hasText: text });
const ticketOf = async (caller: TestUser, { id }: Ticket) =>
  (await caller.get<Ticket & { replies: Reply[] }>(`/api/tickets/${id}`)).body;
const select = (page: Page, start: number, end: number) =>
  composer(page).evaluate((element, range) => (element as HTMLTextAreaElement).setSelectionRange(...range), [
    start,
    end,
  ] as [number, number]);

test('format buttons put marks around the selection, and Ctrl+Z takes them back', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  await composer(page).pressSequentially('press Save now');
  await select(page, 6, 10);
  await button(page, 'Bold').click();
  expect(await composer(page).inputValue()).toBe('press **Save** now');
  await page.keyboard.press('Control+z');
  expect(await composer(page).inputValue()).toBe('press Save now');
  // By keyboard as well.
  await select(page, 6, 10);
  await button(page, 'Code').press('Enter');
  expect(await composer(page).inputValue()).toBe('press `Save` now');
  await composer(page).fill('one\ntwo');
  await select(page, 0, 7);
  await button(page, 'List').press('Space');
  expect(await composer(page).inputValue()).toBe('- one\n- two');
  // The draft is what the text area shows.
  await page.getByText('Draft saved').waitFor();
  await page.reload();
  await waitFor(async () => (await composer(page).inputValue()) === '- one\n- two');
});

test('a long paste is kept whole: the excess is counted and marked, and Send refuses', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const text = 'A line of the log. '.repeat(1402).slice(0, 26_624).replace(/.$/, '!');
  for (const [user, path] of [
    [ada, `/queue/${ticket.id}`] as const,
    [carl, `/tickets/${ticket.id}`] as const,
  ]) {
    const page = await open(user, path);
    await composer(page).focus();
    await page.evaluate((pasted) => document.execCommand('insertText', false, pasted), text);
    expect(await composer(page).inputValue()).toBe(text);
    await page.getByText('6,624 characters over the limit of 20,000').waitFor();
    expect(await page.locator('.excess mark').textContent()).toBe(text.slice(20_000));
    await composer(page).press('Control+Enter');
    await refusal(page, 'Not sent').waitFor();
    await button(page, 'Send').click({ force: true });
    expect(await composer(page).inputValue()).toBe(text);
    await composer(page).fill(text.slice(0, 20_000));
    await composer(page).press('Control+Enter');
    await page.locator('.entry:not(.pending)', { hasText: 'A line of the log.' }).last().waitFor();
    await page.context().close();
  }
  expect((await ticketOf(carl, ticket)).replies.map(({ content }) => content.length)).toEqual([
    20_000, 20_000,
  ]);
});

test('the mark on the excess covers the same lines as the text', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  await composer(page).fill(`${'word '.repeat(4500)}`);
  const [field, mirror] = await page.evaluate(() =>
    ['.composer textarea', '.excess'].map((selector) => {
      const element = document.querySelector(selector);
      return [element?.scrollHeight, element?.clientWidth, element?.scrollTop];
    }),
  );
  expect(mirror).toEqual(field);
});

test('with Enter sends, the Enter that confirms a composition sends nothing', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, '/settings');
  await page.getByLabel('Enter sends').check();
  await page.goto(`${app.url}/queue/${ticket.id}`);
  await composer(page).fill('日本');
  const pressInComposition = (init: { keyCode: number; isComposing?: boolean; ctrlKey?: boolean }) =>
    composer(page).evaluate((element, keys) => {
      const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...keys });
      element.dispatchEvent(event);
      return event.defaultPrevented;
    }, init);
  // Safari: after the composition has ended. Others: during it.
  expect(await pressInComposition({ keyCode: 229 })).toBe(false);
  expect(await pressInComposition({ isComposing: true, keyCode: 229 })).toBe(false);
  expect(await pressInComposition({ ctrlKey: true, keyCode: 229 })).toBe(false);
  expect(await composer(page).inputValue()).toBe('日本');
  await composer(page).press('Enter');
  await delivered(page, '日本').waitFor();
  expect((await ticketOf(carl, ticket)).replies).toHaveLength(1);
});

test('a composition confirms no search and runs no command', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  await createTicket(carl);
  const page = await open(ada, '/queue');
  const search = page.getByRole('searchbox');
  await search.fill('日本');
  await search.dispatchEvent('keydown', { key: 'Escape', keyCode: 229, isComposing: true });
  expect(await search.inputValue()).toBe('日本');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('dialog').getByRole('combobox');
  await field.fill('settings');
  await page.getByRole('option', { name: 'Go to settings' }).waitFor();
  await field.evaluate((element) =>
    element.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true } as never),
    ),
  );
  expect(await field.inputValue()).toBe('settings');
});

test('the Send button does what was chosen last, also after a reload', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const [first, second] = [
    await createTicketInStatus('in_progress', carl, ada),
    await createTicketInStatus('in_progress', carl, ada),
  ];
  const page = await open(ada, `/queue/${first.id}`);
  await composer(page).fill('Please answer');
  await page.getByRole('button', { name: /^More ways to send/ }).click();
  await page.getByRole('menuitemradio', { name: 'Send and wait' }).click();
  await delivered(page, 'Please answer').waitFor();
  await waitFor(async () => (await ticketOf(ada, first)).status === 'waiting_on_customer');
  await page.goto(`${app.url}/queue/${second.id}`);
  await composer(page).fill('You too');
  await button(page, 'Send and wait').click();
  await waitFor(async () => (await ticketOf(ada, second)).status === 'waiting_on_customer');
  // The key still sends only.
  await composer(page).fill('And more');
  await composer(page).press('Control+Enter');
  await delivered(page, 'And more').waitFor();
});

test('Send and resolve works in every unresolved status', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  for (const status of ['open', 'waiting_on_customer', 'reopened'] as const) {
    const ticket = await createTicketInStatus(status, carl, ada);
    const page = await open(ada, `/queue/${ticket.id}`);
    await composer(page).fill('Done.');
    await composer(page).press('Control+Alt+Enter');
    await page.getByRole('button', { name: /^Status: Resolved/ }).waitFor();
    await page.context().close();
    expect((await ticketOf(carl, ticket)).replies.at(-1)?.content).toBe('Done.');
  }
});

test('what cannot be sent is refused with a reason, and the text stays', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('resolved', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  await composer(page).fill('One more thing');
  await composer(page).press('Control+Shift+Enter');
  await refusal(page, 'only the customer can reopen it').waitFor();
  expect(await composer(page).inputValue()).toBe('One more thing');
  await page.locator('label', { hasText: 'Internal note' }).click();
  await composer(page).fill('A note');
  await composer(page).press('Control+Alt+Enter');
  await refusal(page, 'A note cannot change the status').waitFor();
  expect((await ticketOf(ada, ticket)).replies).toHaveLength(0);
});

test('Esc in the composer focuses the heading, for agents and customers', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  for (const [user, path] of [
    [ada, `/queue/${ticket.id}`] as const,
    [carl, `/tickets/${ticket.id}`] as const,
  ]) {
    const page = await open(user, path);
    await composer(page).focus();
    await page.keyboard.press('Escape');
    await page.locator('h1:focus').waitFor();
    await button(page, 'Bold').waitFor({ state: 'hidden' });
    await composer(page).focus();
    await button(page, 'Bold').focus();
    await page.keyboard.press('Escape');
    await page.locator('h1:focus').waitFor();
    expect(page.url()).toContain(path);
  }
});

test('“Draft saved” appears only when the browser has stored the draft', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  for (const [user, path] of [
    [ada, `/queue/${ticket.id}`] as const,
    [carl, `/tickets/${ticket.id}`] as const,
  ]) {
    const page = await open(user, path);
    await composer(page).fill('Kept');
    await page.getByText('Draft saved').waitFor();
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    });
    await composer(page).fill('Kept, and more');
    await page.getByText('Draft not saved').waitFor();
    expect(await page.getByText('Draft saved').count()).toBe(0);
    await composer(page).fill('');
    await page.context().close();
  }
});

test('the composer is one line at rest, and leaving it moves nothing from under the pointer', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  for (let n = 0; n < 12; n += 1) await createReply(carl, ticket, `Line ${n} https://a.example/${n}`);
  const page = await open(ada, `/queue/${ticket.id}`);
  await delivered(page, 'Line 11').waitFor();
  const box = page.locator('.composer-box');
  expect((await box.boundingBox())?.height).toBe(48);
  await composer(page).focus();
  await expect.poll(async () => (await box.boundingBox())?.height).toBeGreaterThan(100);
  const link = page.locator('.entry a', { hasText: 'a.example/11' });
  const { x, y } = (await link.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(x + 5, y + 5);
  await page.mouse.down();
  await page.locator('textarea:focus').waitFor({ state: 'detached' });
  expect((await link.boundingBox())?.y).toBe(y);
  await page.mouse.move(x + 5, y - 30);
  await page.mouse.up();
  await expect.poll(async () => (await box.boundingBox())?.height).toBe(48);
});

test('a missing ticket is requested once', async ({ app, open, allowConsoleErrors }) => {
  allowConsoleErrors(/status of 404/);
  for (const [role, path] of [
    ['agent', '/queue/999999'] as const,
    ['customer', '/tickets/999999'] as const,
  ]) {
    const page = await open(await app.createUser(role), '/settings');
    const failed: string[] = [];
    page.on('response', (response) => response.status() >= 400 && failed.push(response.url()));
    await page.goto(app.url + path);
    await page.locator('.missing').waitFor();
    await page.waitForLoadState('networkidle');
    expect(failed).toHaveLength(1);
  }
});
