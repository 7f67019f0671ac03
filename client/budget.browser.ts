import { expect } from 'vitest';
import { ticketIn } from '../server/testing.ts';
import { filesOf, VISITS } from './budget.ts';
import { test } from './testing-browser.ts';

test('each visit loads what the budget weighs, and nothing else', async ({ desk, open }) => {
  const [ada, carl] = [await desk.as('agent'), await desk.as('customer')];
  const ticket = await ticketIn('in_progress', carl, ada);
  const visits = [
    { name: 'login', who: undefined, at: '/login', ready: 'form' },
    { name: 'customer', who: carl, at: '/tickets', ready: '.ticket-card' },
    { name: 'agent', who: ada, at: '/queue', ready: 'a.row' },
  ] as const;
  for (const { name, who, at, ready } of visits) {
    const page = await open(who, at);
    await page.locator(ready).first().click();
    if (who) await page.locator('.composer').waitFor();
    await page.waitForLoadState('networkidle');
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name));
    const files = loaded.map((url) => new URL(url).pathname).filter((path) => path.startsWith('/assets/'));
    const uncounted = files.filter((path) => !filesOf(VISITS[name].parts).includes(path.slice(1)));
    expect([name, ticket.id > 0, uncounted]).toEqual([name, true, []]);
  }
});
