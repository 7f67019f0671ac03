import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, connect as dial, type Socket } from 'node:net';
import type { Random } from '../server-process.ts';

export type TcpProxy = Awaited<ReturnType<typeof startProxy>>;

/** A cable that can be pulled: forwards TCP to whatever port the server has now, and breaks connections on demand. */
export async function startProxy(port: number) {
  let target = port;
  let cuts = 0;
  const cables = new Set<{ near: Socket; far: Socket; tear: boolean; frozen: boolean }>();

  const server = createServer((near) => {
    const far = dial(target, '127.0.0.1');
    const cable = { near, far, tear: false, frozen: false };
    cables.add(cable);
    const end = () => {
      cables.delete(cable);
      near.destroy();
      far.destroy();
    };
    for (const side of [near, far]) side.on('error', end).on('close', end);
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      if (!cable.tear) return void near.write(bytes);
      // Half of what the server said arrives, and then the line is dead.
      far.pause();
      near.write(bytes.subarray(0, bytes.length / 2), end);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get cuts() {
      return cuts;
    },
    /** The server came back somewhere else. */
    setServerPort: (newPort: number) => {
      target = newPort;
    },
    /** Breaks some connections at once, others in the middle of the server's next words. */
    cut(random: Random, probability: number) {
      for (const cable of cables) {
        if (!random.chance(probability)) continue;
        cuts += 1;
        if (random.chance(0.5)) cable.tear = true;
        else cable.near.destroy();
      }
    },
    /** Every line there is falls silent: both ends believe that it is open, and nothing comes through. */
    freeze() {
      for (const cable of cables) {
        cable.frozen = true;
        cable.near.pause();
        cable.far.pause();
      }
    },
    /** From now on every line holds, those already doomed too; what was held back comes through. */
    restore() {
      for (const cable of cables) {
        cable.tear = false;
        if (!cable.frozen) continue;
        cable.frozen = false;
        cable.near.resume();
        cable.far.resume();
      }
    },
    async close() {
      for (const { near } of cables) near.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
