import type { Page } from 'playwright-core';

const VISITS = 15;
/** A visit from afar: what a round trip and a line of 4 Mbit/s make of it. */
const FAR = { offline: false, latency: 200, downloadThroughput: 500_000, uploadThroughput: 500_000 };

/** From the address to the first row on screen, from afar and with nothing in the cache, where an agent sat before. */
export async function visit(open: (path: string, before: (page: Page) => Promise<void>) => Promise<Page>) {
  const took: number[] = [];
  for (let visits = 0; visits < VISITS; visits += 1) {
    const page = await open('/queue', async (fresh) => {
      const line = await fresh.context().newCDPSession(fresh);
      await line.send('Network.emulateNetworkConditions', FAR);
      await fresh.addInitScript(noteFirstRow);
    });
    took.push(await page.evaluate(() => (window as unknown as { shown: Promise<number> }).shown));
    await page.context().close();
  }
  return took;
}

/** In the page, before anything else: when its first row has been painted, counted from the start of the visit. */
function noteFirstRow(): void {
  localStorage.setItem('helpdesk:role', 'agent');
  const shown = new Promise<number>((resolve) => {
    const look = () => {
      if (!document.querySelector('a.row')) return void requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(undefined);
    };
    requestAnimationFrame(look);
  });
  Object.assign(window, { shown });
}
