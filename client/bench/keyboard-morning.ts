import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import {
  createTicket,
  startTestApp,
  type TestApp,
  type TestUser,
  waitFor,
} from '../../server/testing/test-app.ts';
import type { Reply, Ticket } from '../../shared/schemas.ts';
import type { Priority, Status } from '../../shared/vocabulary.ts';
import { launch } from '../e2e/support/chromium.ts';

// An agent works 20 tickets with the keyboard alone: `npm run bench -- morning`. Needs a build and Chromium.
// Exits with 1 if a ticket is not as it should be, or if the list lost its place.

const TICKETS = 20;
/** Passed over with `j` and opened at the end: rows above the current one show whether the place is kept. */
const LEFT_FOR_LATER = [3, 9];
const FIRST_TICKET = '/api/tickets?assignee=none&sort=waiting&limit=1';
const REPLY_TEXT = 'Thank you. Please try it again now.';

type Outcome = { status: Status; replies: number; notes: number; priority: Priority };
type Work = { name: string; run: (agent: Keyboard, id: number) => Promise<void>; outcome: Outcome };
type ShownTicket = Ticket & { replies: Reply[] };

const reply = (keys: string) => async (agent: Keyboard, id: number) => {
  await agent.take(id);
  await agent.write('r', REPLY_TEXT, keys);
};
const done: Outcome = { status: 'in_progress', replies: 1, notes: 0, priority: 'medium' };
const WORK: Work[] = [
  { name: 'a, r, Ctrl+Enter', run: reply('Control+Enter'), outcome: done },
  { name: 'a, r, Ctrl+Alt+Enter', run: reply('Control+Alt+Enter'), outcome: { ...done, status: 'resolved' } },
  {
    name: 'e, Enter',
    run: (agent, id) => agent.resolve(id),
    outcome: { ...done, status: 'resolved', replies: 0 },
  },
  {
    name: 'a, r, Ctrl+Shift+Enter',
    run: reply('Control+Shift+Enter'),
    outcome: { ...done, status: 'waiting_on_customer' },
  },
  {
    name: 'a, n, p',
    run: async (agent, id) => {
      await agent.take(id);
      await agent.write('n', 'Asked the billing team.', 'Control+Enter');
      await agent.press('p');
      await waitFor(() => agent.isFocused('[role^=menuitem]'));
      await agent.press('ArrowUp', 'Enter');
      await waitFor(async () => (await agent.show(id)).priority === 'high');
    },
    outcome: { ...done, replies: 0, notes: 1, priority: 'high' },
  },
];

/** Presses and counts keys; no mouse. `notes` are differences from the documented keys, `faults` are failures. */
class Keyboard {
  readonly page: Page;
  readonly user: TestUser;
  readonly notes = new Set<string>();
  readonly faults: string[] = [];
  keys = 0;
  constructor(page: Page, user: TestUser) {
    this.page = page;
    this.user = user;
  }
  press = async (...keys: string[]) => {
    for (const key of keys) await this.page.keyboard.press(key);
    this.keys += keys.length;
  };
  type = async (text: string) => {
    await this.page.keyboard.type(text);
    this.keys += text.length;
  };
  show = async (id: number) => (await this.user.get<ShownTicket>(`/api/tickets/${id}`)).body;
  openId = () => Number(/\/queue\/(\d+)/.exec(this.page.url())?.[1]);
  /** Whether the condition becomes true soon. */
  soon = (condition: () => Promise<boolean> | boolean, timeoutMs = 1500) =>
    waitFor(condition, timeoutMs).then(
      () => true,
      () => false,
    );
  isFocused = (selector: string) =>
    this.page.evaluate((focused) => document.activeElement?.matches(focused) ?? false, selector);
  async take(id: number) {
    await this.press('a');
    await waitFor(async () => (await this.show(id)).agent?.id === this.user.user.id);
  }
  /** Opens the composer with `r` or `n`, writes, sends, and leaves the composer. */
  async write(open: 'r' | 'n', text: string, send: string) {
    const { replies } = await this.show(this.openId());
    await this.press(open);
    await waitFor(() => this.isFocused('textarea'));
    await this.type(text);
    await this.press(send);
    await waitFor(async () => (await this.show(this.openId())).replies.length === replies.length + 1);
    await this.press('Escape');
  }
  /** `e` on an open ticket takes and resolves it after a confirmation. */
  async resolve(id: number) {
    const confirmed = async () => {
      await this.press('e');
      if (!(await this.soon(() => this.isFocused('button')))) return false;
      await this.press('Enter');
      return this.soon(async () => (await this.show(id)).status === 'resolved');
    };
    if (await confirmed()) return;
    this.notes.add('`e` does not offer to take and resolve an open ticket: pressed `a` first.');
    await this.take(id);
    if (!(await confirmed())) this.faults.push(`#${id}: \`e\` did not resolve it.`);
  }
  /** Opens the next ticket with `j`, or the previous one with `k`. */
  async step(key: 'j' | 'k', expected: number) {
    const before = this.openId();
    await this.press(key);
    if (before && !(await this.soon(() => this.openId() !== before))) {
      this.notes.add('`j` and `k` do not open the next ticket: pressed Enter as well.');
      await this.press('Enter');
    } else if (!before) await this.press('Enter');
    if (await this.soon(() => this.openId() === expected)) return;
    this.faults.push(`The place was lost: \`${key}\` opened #${this.openId()} in place of #${expected}.`);
    await this.jump(expected);
  }
  /** Opens a ticket with the command palette. */
  async jump(id: number) {
    await this.press('Control+k');
    await waitFor(() => this.isFocused('dialog input'));
    await this.type(String(id));
    await this.page
      .locator('[role=option]', { hasText: `#${id}` })
      .first()
      .waitFor();
    await this.press('Enter');
    await waitFor(() => this.openId() === id);
  }
  /** Opens a ticket with the search of the list. */
  async search(id: number) {
    await this.press('g', 'q');
    await waitFor(() => !this.openId());
    await this.press('/');
    await waitFor(() => this.isFocused('input[type=search]'));
    await this.type(`#${id}`);
    await this.press('Enter');
    const row = `a.row[data-id="${id}"]`;
    await this.page.waitForURL(/[?&]q=/);
    await this.page.locator(row).waitFor();
    for (let tabs = 0; tabs < 40 && !(await this.isFocused(row)); tabs += 1) await this.press('Tab');
    await this.press('Enter');
    await waitFor(() => this.openId() === id);
  }
  async signIn() {
    await this.page.getByLabel('E-mail').waitFor();
    for (let tabs = 0; tabs < 10 && !(await this.isFocused('[name=email]')); tabs += 1)
      await this.press('Tab');
    await this.type(this.user.user.email);
    await this.press('Tab');
    await this.type('correct horse');
    await this.press('Enter');
    await this.page.locator('h1:focus').waitFor();
  }
}

async function seedTickets(app: TestApp): Promise<void> {
  const customers = await Promise.all(
    ['Maya Ortiz', 'Tom Baker', 'Aiko Sato', 'Priya Nair'].map((name) => app.createUser('customer', name)),
  );
  for (let n = 0; n < TICKETS; n += 1) {
    const customer = customers[n % customers.length];
    if (customer) await createTicket(customer, { subject: `Question ${n + 1} about my order` });
  }
}

async function main(): Promise<number> {
  const app = await startTestApp();
  const browser = await launch();
  const folder = mkdtempSync(path.join(tmpdir(), 'keyboard-morning-'));
  try {
    await seedTickets(app);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const agent = new Keyboard(page, await app.createUser('agent'));
    const screenshot = (name: string) => page.screenshot({ path: path.join(folder, `${name}.png`) });
    await page.goto(`${app.url}/login`);
    await agent.signIn();
    // The navigation loads after the page and registers its keys then.
    await page.locator('.nav-link').first().waitFor();
    await agent.press('g', 'u');
    // The rows of the view before stay until those of this one arrive: wait for its first ticket.
    const { tickets } = (await agent.user.get<{ tickets: Ticket[] }>(FIRST_TICKET)).body;
    await page.locator(`li:first-child a.row[data-id="${tickets[0]?.id}"]`).waitFor();
    await page
      .locator('a.row')
      .nth(TICKETS - 1)
      .waitFor();
    const ids = await page
      .locator('a.row')
      .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.id)));
    const order = [
      ...ids.filter((_, n) => !LEFT_FOR_LATER.includes(n)),
      ...LEFT_FOR_LATER.map((n) => ids[n] ?? 0),
    ];
    const lines: string[] = [];
    const startedAt = performance.now();
    for (const [n, id] of order.entries()) {
      const work = WORK[n % WORK.length] as Work;
      const [keys, ticketStartedAt] = [agent.keys, performance.now()];
      const passedOver = LEFT_FOR_LATER.filter((later) => later + 1 === ids.indexOf(id));
      for (const later of passedOver) {
        await agent.step('j', ids[later] ?? 0);
        await agent.step('j', id);
        await agent.step('k', ids[later] ?? 0);
      }
      if (n === TICKETS - 2) await agent.search(id);
      else if (n === TICKETS - 1) await agent.jump(id);
      else await agent.step('j', id);
      await page.locator('h1').first().waitFor();
      await work.run(agent, id);
      const seconds = (performance.now() - ticketStartedAt) / 1000;
      lines.push(
        `#${String(id).padEnd(4)} ${work.name.padEnd(24)} ${String(agent.keys - keys).padStart(4)} keys ${seconds.toFixed(1).padStart(6)} s`,
      );
      if (n % 5 === 4) await screenshot(`after-${n + 1}`);
    }
    const totalSeconds = (performance.now() - startedAt) / 1000;
    for (const [n, id] of order.entries()) {
      const { outcome } = WORK[n % WORK.length] as Work;
      const { status, priority, replies, agent: assignee } = await agent.show(id);
      const notes = replies.filter(({ internal }) => internal).length;
      const found = { status, replies: replies.length - notes, notes, priority };
      if (JSON.stringify(found) !== JSON.stringify(outcome) || assignee?.id !== agent.user.user.id)
        agent.faults.push(`#${id} is ${JSON.stringify(found)}, expected ${JSON.stringify(outcome)}.`);
    }
    process.stdout.write(
      [
        ...lines,
        `${TICKETS} tickets   ${agent.keys} keys   ${(agent.keys / TICKETS).toFixed(1)} a ticket   ${totalSeconds.toFixed(1)} s`,
        ...[...agent.notes].map((note) => `Note: ${note}`),
        ...agent.faults.map((fault) => `Fault: ${fault}`),
        `Screenshots: ${folder}\n`,
      ].join('\n'),
    );
    return agent.faults.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await app.close();
  }
}

process.exitCode = await main();
