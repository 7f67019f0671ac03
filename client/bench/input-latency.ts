import type { Page } from 'playwright-core';
import { createReply, createTicket, startTestApp, type TestUser } from '../../server/testing/test-app.ts';
import type { Ticket } from '../../shared/schemas.ts';
import { cookieOf, launch } from '../e2e/support/chromium.ts';
import { measureVisits } from './first-visit.ts';

// Measures input latency: `npm run bench -- paint`; JSON output with `--json`. Needs a build and Chromium.

const ROWS = 200;
const EVENTS_PER_SECOND = 20;
const PRESSES = 60;
const REPLIES = 1000;
const OPENINGS = 5;

async function main(): Promise<void> {
  const app = await startTestApp();
  const browser = await launch();
  try {
    const ada = await app.createUser('agent');
    const carl = await app.createUser('customer');
    const longTicket = await createTicket(carl, { subject: 'The long one' });
    const tickets = [longTicket];
    while (tickets.length < ROWS)
      tickets.push(await createTicket(carl, { subject: `No. ${tickets.length}` }));
    for (let n = 1; n <= REPLIES; n += 1) await createReply(carl, longTicket, `Reply ${n}.`);
    const open = async (path: string, prepare?: (page: Page) => Promise<void>) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addCookies([await cookieOf(app, ada, app.url)]);
      const page = await context.newPage();
      await prepare?.(page);
      await page.goto(app.url + path);
      await page.locator('a.row').first().waitFor();
      return page;
    };
    report({
      inputToPaintMs: summarize(await measureKeyPresses(await open('/queue'), carl, tickets)),
      openThreadMs: summarize(await measureThreadOpening(open, longTicket)),
      visitMs: summarize(await measureVisits(open)),
    });
  } finally {
    await browser.close();
    await app.close();
  }
}

/** Moves through the queue with `j` and `k` while other users write; returns the time from each key press to paint, in ms. */
async function measureKeyPresses(page: Page, carl: TestUser, tickets: Ticket[]): Promise<number[]> {
  for (let rows = 50; rows < ROWS; rows += 50) {
    await page.getByRole('button', { name: /^Load 50 more/ }).click();
    await page.locator('a.row').nth(rows).waitFor();
  }
  await page.evaluate(recordPaints);
  let sentCount = 0;
  const traffic = setInterval(() => {
    const ticket = tickets[(sentCount * 37) % tickets.length];
    sentCount += 1;
    if (ticket) void createReply(carl, ticket, `Event ${sentCount}`);
  }, 1000 / EVENTS_PER_SECOND);
  for (let press = 0; press < PRESSES; press += 1) {
    await page.keyboard.press(press % 6 === 5 ? 'k' : 'j');
    await page.waitForTimeout(70);
  }
  clearInterval(traffic);
  return page.evaluate(() => (window as unknown as { paints: number[] }).paints);
}

/** Runs in the page: records the time from each key event to the end of the next frame. */
function recordPaints(): void {
  const paints: number[] = [];
  Object.assign(window, { paints });
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => paints.push(performance.now() - timeStamp);
        port2.postMessage(undefined);
      });
    },
    true,
  );
}

/** Measures the time from the click on a row to the painted thread, in a new browser context. In ms. */
async function measureThreadOpening(
  open: (path: string) => Promise<Page>,
  ticket: Ticket,
): Promise<number[]> {
  const durationsMs: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    const page = await open('/queue?q=The+long+one');
    const row = page.locator(`a.row[data-id="${ticket.id}"]`);
    await row.hover();
    await page.waitForLoadState('networkidle').catch(() => {});
    const opened = page.evaluate(recordOpening, '.entry');
    await row.click();
    durationsMs.push(await opened);
    await page.context().close();
  }
  return durationsMs;
}

/** Runs in the page: resolves to the time from the next click to the frame that shows the thread. */
function recordOpening(entry: string): Promise<number> {
  return new Promise((resolve) => {
    addEventListener(
      'click',
      ({ timeStamp }) => {
        const check = () => {
          // The description is rendered from list data before the thread loads, so wait for the replies.
          if (document.querySelectorAll(entry).length < 20) return void requestAnimationFrame(check);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          port2.postMessage(undefined);
        };
        requestAnimationFrame(check);
      },
      { capture: true, once: true },
    );
  });
}

const round = (ms: number | undefined) => Math.round((ms ?? Number.NaN) * 10) / 10;
function summarize(values: number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (part: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]);
  return { median: quantile(0.5), p95: quantile(0.95), max: quantile(1), count: sorted.length };
}

type Summary = ReturnType<typeof summarize>;
function report(numbers: { inputToPaintMs: Summary; openThreadMs: Summary; visitMs: Summary }): void {
  const line = (what: string, { median, p95, max, count }: Summary, target: number) =>
    `${what.padEnd(52)} median ${median} ms   95 % ${p95} ms   max ${max} ms   of ${count}   target ${target} ms\n`;
  const { inputToPaintMs, openThreadMs, visitMs } = numbers;
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify(numbers)}\n`
      : line(`Key to paint, ${ROWS} rows, ${EVENTS_PER_SECOND} events per second`, inputToPaintMs, 50) +
          line(`Click to paint, thread of ${REPLIES} replies`, openThreadMs, 300) +
          line('Navigation to first row, 200 ms latency, 4 Mbit/s', visitMs, 1500),
  );
}

await main();
