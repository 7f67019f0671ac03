import { io } from 'socket.io-client';
import { afterEach, expect, it } from 'vitest';
import { until } from '../testing.ts';
import { freshFile, hire, LONG, type Person, send, signIn, startProgram } from '../testing-process.ts';

const CLIENTS = 1000;
/** As many devices of one person as may be connected. */
const PER_PERSON = 20;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

it.runIf(LONG)(
  `OP-3 ${CLIENTS} clients behind one address come back after a restart, and the server stays ready`,
  async () => {
    const { file, remove } = freshFile();
    endings.push(remove);
    const names = Array.from({ length: CLIENTS / PER_PERSON }, (_, i) => `Carl ${i}`);
    const people = await hire(
      file,
      names.map((name, i) => ({ name, role: 'customer', email: `carl${i}@example.com` })),
    );
    const before = await startProgram(file, { env: { RATE_LIMITS: 'on' } });
    endings.push(() => before.kill());
    const signedIn = await Promise.all(people.map((person) => signIn(before.url, person)));
    let live = 0;
    const clients = signedIn.flatMap((person) =>
      Array.from({ length: PER_PERSON }, () => client(before.url, person)),
    );
    endings.push(() => clients.map((socket) => socket.disconnect()));
    await until(() => live === CLIENTS, 60_000);

    await before.kill();
    await until(() => live === 0);
    const begun = performance.now();
    const after = await startProgram(file, { env: { RATE_LIMITS: 'on', PORT: String(before.port) } });
    endings.push(() => after.kill());
    let slowestProbe = 0;
    await until(async () => {
      const asked = performance.now();
      expect((await send(`${after.url}/readyz`)).status).toBe(200);
      slowestProbe = Math.max(slowestProbe, performance.now() - asked);
      return live === CLIENTS;
    }, 60_000);
    if (process.env.FIGURES) {
      const figures = {
        CLIENTS,
        backMs: Math.round(performance.now() - begun),
        slowestProbe: Math.round(slowestProbe),
      };
      process.stderr.write(`${JSON.stringify({ storm: figures })}\n`);
    }

    /** A browser: reconnects by itself, a little later each time, not in step with the others. */
    function client(url: string, { token }: Person) {
      const socket = io(url, { auth: { token }, forceNew: true, transports: ['websocket'] });
      socket.on('ready', () => {
        live += 1;
        socket.once('disconnect', () => {
          live -= 1;
        });
      });
      return socket;
    }
  },
  180_000,
);
