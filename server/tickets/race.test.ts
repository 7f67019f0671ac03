import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createRandom } from '../cli/sample-data/random.ts';
import { slowDatabase } from '../testing/faults/slow-database.ts';
import { auditDatabase } from '../testing/oracle/audit-database.ts';
import type { Detail } from '../testing/oracle/viewer-state.ts';
import { createDatabaseFile, LONG } from '../testing/server-process.ts';
import { createTicketInStatus, startTestApp } from '../testing/test-app.ts';

const ROUNDS = LONG ? 1000 : 30;
const SEED = Number(process.env.RACE_SEED ?? Date.now() % 1e6);
/** Initial statuses in which the three users' commands conflict. */
const STARTS = ['in_progress', 'waiting_on_customer', 'resolved', 'reopened'] as const;
/** Accepted, refused by the workflow, or not permitted. Any other status is a failure. */
const EXPECTED_STATUSES = [200, 201, 400, 403];

const database = createDatabaseFile();
const app = await startTestApp({ DATABASE_URL: `sqlite:${database.file}` });
afterAll(async () => {
  await app.close();
  database.remove();
});
const [carl, ada, bea] = await Promise.all([
  app.createUser('customer', 'Carl'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);
const socket = await app.openSocket(bea);

test(
  `WF-5 concurrent replies, resolves and reopens take only legal transitions (RACE_SEED=${SEED})`,
  async () => {
    onTestFinished(slowDatabase());
    const random = createRandom(SEED);
    const ends = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id, version } = await createTicketInStatus(random.pick(STARTS), carl, ada);
      const path = `/api/tickets/${id}`;
      const contenders = [
        () => carl.post(`${path}/replies`, { content: 'Still broken.' }),
        () => carl.post(`${path}/replies`, { content: 'Broken again.', status: 'reopened' }),
        () => carl.patch(path, { status: 'reopened' }),
        () => ada.patch(path, { status: 'resolved' }),
        () => bea.post(`${path}/replies`, { content: 'Done.', status: 'resolved' }),
        () => bea.patch(path, { status: 'in_progress' }),
      ];
      const shuffled = contenders
        .map((run) => ({ run, rank: random.next() }))
        .sort((a, b) => a.rank - b.rank);
      const answers = await Promise.all(shuffled.map(({ run }) => run()));

      for (const { status } of answers) expect(EXPECTED_STATUSES).toContain(status);
      const accepted = answers.filter(({ status }) => status < 300);
      const { body: after } = await bea.get<Detail>(path);
      expect(after.version, 'one version for each accepted command').toBe(version + accepted.length);
      expect(after.replies).toHaveLength(accepted.filter(({ status }) => status === 201).length);
      ends.set(after.status, (ends.get(after.status) ?? 0) + 1);
    }
    // Checks that each history is legal and that a live agent received every event.
    const { events } = await auditDatabase(database.file);
    await socket.waitForEvents(events);
    await socket.emitWithAck('ticket:leave', 1);
    expect(socket.events).toHaveLength(events);
    if (LONG || process.env.FIGURES)
      process.stderr.write(
        `${JSON.stringify({ race: { SEED, ROUNDS, events, ends: Object.fromEntries(ends) } })}\n`,
      );
  },
  LONG ? 900_000 : 120_000,
);
