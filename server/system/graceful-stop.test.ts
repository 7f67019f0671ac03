import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createAccounts,
  createDatabaseFile,
  type ServerProcess,
  sendRequest,
  signIn,
  startServer,
  type TestAccount,
} from '../testing/server-process.ts';
import { createTestSocket, waitFor } from '../testing/test-app.ts';

const place = createDatabaseFile();
let server: ServerProcess;
let ada: TestAccount;
let carl: TestAccount;

beforeAll(async () => {
  const [agent, customer] = await createAccounts(place.file, [
    { name: 'Ada', role: 'agent' },
    { name: 'Carl', role: 'customer' },
  ]);
  server = await startServer(place.file);
  ada = await signIn(server.url, agent as TestAccount);
  carl = await signIn(server.url, customer as TestAccount);
});
afterAll(place.remove);

it('OP-2 a stop under load fails no request, loses no reply, and live clients miss nothing', async () => {
  const made = await sendRequest(`${server.url}/api/tickets`, {
    method: 'POST',
    token: carl.token,
    body: { subject: 'Help', description: 'It broke.' },
  });
  const path = `/api/tickets/${made.body.id}/replies`;
  const watcher = createTestSocket(server.url, ada.token, {});
  await watcher.ready;
  const outcomes = { ok: 0, failed: [] as string[] };
  let stopping = false;

  /** Writes until the server takes no more connections; only that may end it. */
  const write = async () => {
    for (;;) {
      try {
        const { status } = await sendRequest(server.url + path, {
          method: 'POST',
          token: ada.token,
          body: { content: 'On it.' },
        });
        if (status === 201) outcomes.ok += 1;
        else outcomes.failed.push(String(status));
      } catch (error) {
        const cause = error instanceof Error ? (error.cause as { code?: string }) : {};
        if (stopping && cause.code === 'ECONNREFUSED') return;
        outcomes.failed.push(String(cause.code));
        return;
      }
    }
  };
  const writers = Array.from({ length: 8 }, write);
  await waitFor(() => outcomes.ok > 40);
  stopping = true;
  const begun = performance.now();
  await server.stop();
  await Promise.all(writers);

  expect(outcomes.failed).toEqual([]);
  expect(await server.exited).toBe('0');
  expect(performance.now() - begun).toBeLessThan(12_000);

  server = await startServer(place.file);
  const events = await sendRequest(`${server.url}/api/events?limit=1000&after=1`, { token: ada.token });
  const replies = (events.body.events as { type: string }[]).filter(({ type }) => type === 'reply.created');
  expect(replies).toHaveLength(outcomes.ok);
  const seen = watcher.events.at(-1)?.seq ?? 1;
  const back = createTestSocket(server.url, ada.token, { after: seen });
  await back.ready;
  expect(seen + back.events.length).toBe(events.body.seq);
  back.socket.disconnect();
  await server.stop();
});
