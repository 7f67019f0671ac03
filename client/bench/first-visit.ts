import type { Page } from 'playwright-core';

const VISITS = 15;
/** A slow connection: 200 ms latency, 4 Mbit/s. */
const SLOW_CONNECTION = {
  offline: false,
  latency: 200,
  downloadThroughput: 500_000,
  uploadThroughput: 500_000,
};

/** Measures the time from navigation to the first painted row: slow connection, empty cache, last role stored. In ms. */
export async function measureVisits(
  open: (path: string, before: (page: Page) => Promise<void>) => Promise<Page>,
) {
  const durationsMs: number[] = [];
  for (let visits = 0; visits < VISITS; visits += 1) {
    const page = await open('/queue', async (newPage) => {
      const cdp = await newPage.context().newCDPSession(newPage);
      await cdp.send('Network.emulateNetworkConditions', SLOW_CONNECTION);
      await newPage.addInitScript(recordFirstRow);
    });
    durationsMs.push(
      await page.evaluate(() => (window as unknown as { firstRowPainted: Promise<number> }).firstRowPainted),
    );
    await page.context().close();
  }
  return durationsMs;
}

/** Runs in the page before its scripts: records when the first row is painted, in ms since navigation. */
function recordFirstRow(): void {
  localStorage.setItem('helpdesk:role', 'agent');
  const firstRowPainted = new Promise<number>((resolve) => {
    const check = () => {
      if (!document.querySelector('a.row')) return void requestAnimationFrame(check);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(undefined);
    };
    requestAnimationFrame(check);
  });
  Object.assign(window, { firstRowPainted });
}
