import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  changeStatus,
  createReply,
  createTicket,
  createTicketInStatus,
  type TestApp,
  waitFor,
} from '../../server/testing/test-app.ts';
import { test } from './support/fixtures.ts';

const entry = (page: Page, text: string) => page.locator('.entry', { hasText: text });
const boxOf = async (page: Page, text: string) => {
  const box = await entry(page, text).boundingBox();
  if (!box) throw new Error(`${text} is not shown.`);
  return { ...box, bottom: box.y + box.height };
};

async function createPeople(app: TestApp) {
  const ada = await app.createUser('agent', 'Ada');
  const carl = await app.createUser('customer', 'Carl');
  return { ada, carl };
}

test('messages of one author are one group with one visible header; each keeps its name', async ({
  app,
  open,
}) => {
  const { ada, carl } = await createPeople(app);
  const ticket = await createTicket(carl, { description: 'First message' });
  const viewer = await app.createUser('agent', 'Bob');
  const second = await createReply(carl, ticket, 'Second message');
  await viewer.put(`/api/tickets/${ticket.id}/read`, { upTo: second.id });
  await createReply(ada, ticket, 'An answer');
  await createReply(ada, ticket, 'Another answer');
  await createReply(ada, ticket, { content: 'A note', internal: true });
  await createReply(ada, ticket, 'Third answer');
  const page = await open(viewer, `/queue/${ticket.id}`);
  await entry(page, 'Third answer').waitFor();
  const isHeaderShown = (text: string) =>
    entry(page, text)
      .locator('.author')
      .evaluate((author) => (author.parentElement?.getBoundingClientRect().width ?? 0) > 1);
  const shown = {
    first: await isHeaderShown('First message'),
    second: await isHeaderShown('Second message'),
    answer: await isHeaderShown('An answer'),
    another: await isHeaderShown('Another answer'),
    note: await isHeaderShown('A note'),
    third: await isHeaderShown('Third answer'),
  };
  expect(shown).toEqual({
    first: true,
    second: false,
    answer: true,
    another: false,
    note: true,
    third: true,
  });
  const gap = (await boxOf(page, 'Another answer')).y - (await boxOf(page, 'An answer')).bottom;
  expect(Math.round(gap)).toBe(4);
  for (const [text, name] of [
    ['Second message', /^Carl Customer .*\d:\d\d/],
    ['Another answer', /^Ada .*\d:\d\d/],
    ['A note', /^Ada Internal note — customers can’t see this .*\d:\d\d/],
  ] as const)
    expect(await page.getByRole('article', { name }).filter({ hasText: text }).count()).toBe(1);
  // One left edge: the text of a filled message and of one without a fill.
  const left = (text: string) =>
    entry(page, text)
      .locator('.markdown')
      .evaluate((box) => box.getBoundingClientRect().left);
  expect(await left('An answer')).toBe(await left('First message'));
});

const LONG = `Start\n${Array.from({ length: 200 }, (_, n) => `Line ${n}`).join('\n')}\nhttps://a.example/last\nEnd`;

/** Records the greatest height of the first message in any frame. */
async function recordHeight(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const record = { height: 0 };
    Object.assign(window, { record });
    const measure = () => {
      const height = document.querySelector('.entry.first')?.getBoundingClientRect().height ?? 0;
      record.height = Math.max(record.height, height);
      requestAnimationFrame(measure);
    };
    measure();
  });
  return () => page.evaluate(() => (window as unknown as { record: { height: number } }).record.height);
}

const heightOf = async (page: Page, text: string) => (await boxOf(page, text)).height;

test('a message over 2 000 px is folded without a layout shift, and unfolds with the keyboard', async ({
  app,
  open,
}) => {
  const { ada, carl } = await createPeople(app);
  const ticket = await createTicket(carl, { description: LONG });
  await createReply(ada, ticket, 'Below');
  const page = await open(ada, `/queue/${ticket.id}`);
  const greatestHeight = await recordHeight(page);
  await page.reload();
  const more = page.getByRole('button', { name: 'Show more' });
  await more.waitFor();
  expect(await heightOf(page, 'Start')).toBeLessThan(1000);
  expect(await greatestHeight()).toBeGreaterThan(400);
  expect(await greatestHeight()).toBeLessThan(1000);
  await more.focus();
  await page.keyboard.press('Enter');
  await waitFor(async () => (await heightOf(page, 'Start')) > 2000);
  expect(await more.count()).toBe(0);
  // The focus stays in the message: the next Tab reaches its link.
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('https://a.example/last');
});

test('a folded message unfolds when its hidden part is searched for, focused or printed', async ({
  app,
  open,
}) => {
  const { carl } = await createPeople(app);
  const ticket = await createTicket(carl, { description: LONG });
  const reveal: Record<string, (page: Page) => Promise<unknown>> = {
    // Find in page and a link to a part of the page scroll like this.
    find: (page) =>
      page
        .locator('.entry.first .markdown > :last-child')
        .evaluate((text) => text.scrollIntoView({ block: 'end' })),
    focus: (page) => page.getByRole('link', { name: 'a.example/last' }).focus(),
    print: (page) => page.evaluate(() => dispatchEvent(new Event('beforeprint'))),
  };
  const heights: Record<string, number> = {};
  for (const [name, run] of Object.entries(reveal)) {
    const page = await open(carl, `/tickets/${ticket.id}`);
    await page.getByRole('button', { name: 'Show more' }).waitFor();
    await run(page);
    await waitFor(async () => (await heightOf(page, 'Start')) > 2000);
    heights[name] = await heightOf(page, 'Start');
    if (name === 'focus')
      expect(
        await page
          .getByRole('link', { name: 'a.example/last' })
          .evaluate((link) => link.getBoundingClientRect().top),
      ).toBeLessThan(900);
  }
  expect(Object.keys(heights)).toEqual(['find', 'focus', 'print']);
});

test('a message of 1 900 px is not folded', async ({ app, open }) => {
  const { carl } = await createPeople(app);
  const description = Array.from({ length: 84 }, (_, n) => `Line ${n}`).join('\n');
  const ticket = await createTicket(carl, { description });
  const page = await open(carl, `/tickets/${ticket.id}`);
  await entry(page, 'Line 83').waitFor();
  expect(await heightOf(page, 'Line 83')).toBeGreaterThan(1800);
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
});

test('a printed ticket has its whole thread and no controls, dark on white', async ({ app, open }) => {
  const { ada, carl } = await createPeople(app);
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  for (let n = 1; n <= 39; n += 1)
    await createReply(n % 3 ? ada : carl, ticket, {
      content: `Message ${n}. ${'Some text. '.repeat(40)}`,
      internal: n % 5 === 1 && n % 3 > 0,
    });
  await createReply(carl, ticket, LONG);
  for (const [user, path] of [
    [ada, `/queue/${ticket.id}`],
    [carl, `/tickets/${ticket.id}`],
  ] as const) {
    const page = await open(user, path, { colorScheme: 'dark' });
    await entry(page, 'Start').waitFor();
    const count = await page.locator('.entry').count();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const printed = await page.evaluate(() => {
      const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
      const luminance = (color: string) => Math.max(...(color.match(/\d+/g) ?? []).slice(0, 3).map(Number));
      const entries = [...document.querySelectorAll('.entry')];
      const notes = entries.filter((one) => one.classList.contains('note'));
      const clipped = [...document.querySelectorAll('body *')].filter((element) => {
        const { overflowY } = getComputedStyle(element);
        return (
          overflowY !== 'visible' &&
          overflowY !== 'clip' &&
          element.scrollHeight > element.clientHeight + 2 &&
          isShown(element) &&
          !element.closest('.visually-hidden, .note-label, h1, .author')
        );
      });
      return {
        entries: entries.filter(isShown).length,
        headers: entries.filter(
          (one) => (one.querySelector('.bubble-header')?.getBoundingClientRect().width ?? 0) > 50,
        ).length,
        unmarkedNotes: notes.filter(
          (one) => (one.querySelector('.note-label')?.getBoundingClientRect().width ?? 0) < 50,
        ).length,
        clipped: clipped.map((element) => element.className),
        controls: [...document.querySelectorAll('button, nav, form, textarea, input, aside, [role=menu]')]
          .filter(isShown)
          .map((element) => element.outerHTML.slice(0, 80)),
        heading: [...document.querySelectorAll('h1')].filter(isShown).map((element) => element.textContent),
        isTextDark:
          luminance(getComputedStyle(document.querySelector('.entry .markdown') as Element).color) < 80,
        backgrounds: [...document.querySelectorAll('body, main, .entry, .timeline-frame')]
          .map((element) => getComputedStyle(element).backgroundColor)
          .filter((color) => !/, 0\)$|^rgb\(255, 255, 255\)$/.test(color)),
      };
    });
    expect(printed).toEqual({
      entries: count,
      headers: count,
      unmarkedNotes: 0,
      clipped: [],
      controls: [],
      heading: ['Help'],
      isTextDark: true,
      backgrounds: [],
    });
    // 39 messages of four lines and one of 200 lines need more than two pages.
    const pdf = (await page.pdf()).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)?.length).toBeGreaterThanOrEqual(6);
  }
});

test('an activity of an earlier day names the day, in the thread and in the history', async ({
  app,
  open,
}) => {
  const { ada, carl } = await createPeople(app);
  const ticket = await createTicket(carl);
  await changeStatus(ada, ticket, 'in_progress');
  await app.sql(
    "update events set created_at = created_at - 3 * 86400000 where type = 'ticket.status_changed'",
  );
  const page = await open(ada, `/queue/${ticket.id}`);
  const times = page.locator('time', { hasText: /^[A-Z][a-z]+ \d+/ });
  const lines = page.locator('li', { hasText: 'changed the status from Open to In progress' });
  await lines.first().waitFor();
  const history = page.locator('summary', { hasText: 'History' });
  if (await history.count()) await history.click();
  await waitFor(async () => (await lines.count()) === 2);
  for (const line of await lines.all()) {
    expect(await line.locator('time').textContent()).toMatch(/^[A-Z][a-z]{2} \d+(, \d{4})?, \d+:\d\d/);
    expect(await line.locator('time').getAttribute('title')).toMatch(/^[A-Z][a-z]+day, /);
  }
  expect(await times.count()).toBeGreaterThanOrEqual(2);
});
