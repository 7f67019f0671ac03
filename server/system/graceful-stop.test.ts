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

const database = createDatabaseFile();
let server: ServerProcess;
let ada: TestAccount;
let carl: TestAccount;

beforeAll(async () => {
  const [agent, customer] = await createAccounts(database.file, [
    { name: 'Ada', role: 'agent' },
    { name: 'Carl', role: 'customer' },
  ]);
  server = await startServer(database.file);
  ada = await signIn(server.url, agent as TestAccount);
  carl = await signIn(server.url, customer as TestAccount);
});
afterAll(database.remove);

it('OP-2 a stop under load fails no request and loses no reply, and clients miss no event', async () => {
  const ticket = await sendRequest(`${server.url}/api/tickets`, {
    method: 'POST',
    token: carl.token,
    body: { subject: 'Help', description: 'It broke.' },
  });
  const path = `/api/tickets/${ticket.body.id}/replies`;
  const socket = createTestSocket(server.url, ada.token, {});
  await socket.ready;
  const outcomes = { ok: 0, failed: [] as string[] };
  let stopping = false;

  /** Writes until the server refuses connections. Any other error is a failure. */
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
  const stopStartedAt = performance.now();
  await server.stop();
  await Promise.all(writers);

  expect(outcomes.failed).toEqual([]);
  expect(await server.exited).toBe('0');
  expect(performance.now() - stopStartedAt).toBeLessThan(12_000);

  server = await startServer(database.file);
  const events = await sendRequest(`${server.url}/api/events?limit=1000&after=1`, { token: ada.token });
  const replies = (events.body.events as { type: string }[]).filter(({ type }) => type === 'reply.created');
  expect(replies).toHaveLength(outcomes.ok);
  const lastSeq = socket.events.at(-1)?.seq ?? 1;
  const reconnected = createTestSocket(server.url, ada.token, { after: lastSeq });
  await reconnected.ready;
  expect(lastSeq + reconnected.events.length).toBe(events.body.seq);
  reconnected.socket.disconnect();
  await server.stop();
});
