import type { Page } from 'playwright-core';
import { createReply, createTicket, startTestApp, type TestUser } from '../../server/testing/test-app.ts';
import type { Ticket } from '../../shared/schemas.ts';
import { cookieOf, launch } from '../e2e/support/chromium.ts';
import { visit } from './first-visit.ts';

// How quick it feels: `npm run bench:input`, numbers only with `-- --json`. Needs a build and Chromium.

const ROWS = 200;
const EVENTS_A_SECOND = 20;
const PRESSES = 60;
const REPLIES = 1000;
const OPENINGS = 5;

async function main(): Promise<void> {
  const app = await startTestApp();
  const browser = await launch();
  try {
    const people = { ada: await app.createUser('agent'), carl: await app.createUser('customer') };
    const long = await createTicket(people.carl, { subject: 'The long one' });
    const tickets = [long];
    while (tickets.length < ROWS)
      tickets.push(await createTicket(people.carl, { subject: `No. ${tickets.length}` }));
    for (let n = 1; n <= REPLIES; n += 1) await createReply(people.carl, long, `Reply ${n}.`);
    const open = async (path: string, before?: (page: Page) => Promise<void>) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addCookies([await cookieOf(app, people.ada, app.url)]);
      const page = await context.newPage();
      await before?.(page);
      await page.goto(app.url + path);
      await page.locator('a.row').first().waitFor();
      return page;
    };
    report({
      inputToPaintMs: spread(await pressKeys(await open('/queue'), people.carl, tickets)),
      openThreadMs: spread(await openThread(open, long)),
      visitMs: spread(await visit(open)),
    });
  } finally {
    await browser.close();
    await app.close();
  }
}

/** Walks through the queue by `j` while others write, and notes how long each press takes to be seen. */
async function pressKeys(page: Page, carl: TestUser, tickets: Ticket[]): Promise<number[]> {
  for (let rows = 50; rows < ROWS; rows += 50) {
    await page.getByRole('button', { name: /^Load 50 more/ }).click();
    await page.locator('a.row').nth(rows).waitFor();
  }
  await page.evaluate(notePaints);
  let told = 0;
  const traffic = setInterval(() => {
    const ticket = tickets[(told * 37) % tickets.length];
    told += 1;
    if (ticket) void createReply(carl, ticket, `Event ${told}`);
  }, 1000 / EVENTS_A_SECOND);
  for (let press = 0; press < PRESSES; press += 1) {
    await page.keyboard.press(press % 6 === 5 ? 'k' : 'j');
    await page.waitForTimeout(70);
  }
  clearInterval(traffic);
  return page.evaluate(() => (window as unknown as { paints: number[] }).paints);
}

/** In the page: from the key's own time stamp to the first moment after the next frame. */
function notePaints(): void {
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

/** From the click on a row to the newest reply on screen, in a browser that has not seen this thread. */
async function openThread(open: (path: string) => Promise<Page>, ticket: Ticket): Promise<number[]> {
  const took: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    const page = await open('/queue?q=The+long+one');
    const row = page.locator(`a.row[data-id="${ticket.id}"]`);
    await row.hover();
    await page.waitForLoadState('networkidle').catch(() => {});
    const opened = page.evaluate(noteOpening, '.entry');
    await row.click();
    took.push(await opened);
    await page.context().close();
  }
  return took;
}

/** In the page: from the next click to the frame that shows the thread. */
function noteOpening(entry: string): Promise<number> {
  return new Promise((resolve) => {
    addEventListener(
      'click',
      ({ timeStamp }) => {
        const look = () => {
          // The description alone is shown from the list's data: the thread is there when its replies are.
          if (document.querySelectorAll(entry).length < 20) return void requestAnimationFrame(look);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          port2.postMessage(undefined);
        };
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  });
}

const round = (ms: number | undefined) => Math.round((ms ?? Number.NaN) * 10) / 10;
function spread(values: number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]);
  return { median: at(0.5), p95: at(0.95), most: at(1), count: sorted.length };
}

type Spread = ReturnType<typeof spread>;
function report(numbers: { inputToPaintMs: Spread; openThreadMs: Spread; visitMs: Spread }): void {
  const line = (what: string, { median, p95, most, count }: Spread, target: number) =>
    `${what.padEnd(52)} median ${median} ms   95 % ${p95} ms   most ${most} ms   of ${count}   target ${target} ms\n`;
  const { inputToPaintMs, openThreadMs, visitMs } = numbers;
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify(numbers)}\n`
      : line(`Key to paint, ${ROWS} rows, ${EVENTS_A_SECOND} events a second`, inputToPaintMs, 50) +
          line(`Click to a thread of ${REPLIES} replies`, openThreadMs, 300) +
          line('Visit to the first row, 200 ms and 4 Mbit/s away', visitMs, 1500),
  );
}

await main();
