import { afterAll, expect, onTestFinished, test } from 'vitest';
import { slowDatabase } from '../testing/faults/slow-database.ts';
import { auditDatabase } from '../testing/oracle/audit-database.ts';
import type { Detail } from '../testing/oracle/viewer-state.ts';
import { createDatabaseFile, createRandom, LONG } from '../testing/server-process.ts';
import { createTicketInStatus, startTestApp } from '../testing/test-app.ts';

const ROUNDS = LONG ? 1000 : 30;
const SEED = Number(process.env.RACE_SEED ?? Date.now() % 1e6);
/** Where the three want different things at once. */
const STARTS = ['in_progress', 'waiting_on_customer', 'resolved', 'reopened'] as const;
/** Done, refused by the workflow, or not theirs to give: anything else is an accident. */
const ANSWERS = [200, 201, 400, 403];

const place = createDatabaseFile();
const app = await startTestApp({ DATABASE_URL: `sqlite:${place.file}` });
afterAll(async () => {
  await app.close();
  place.remove();
});
const [carl, ada, bea] = await Promise.all([
  app.createUser('customer', 'Carl'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);
const told = await app.openSocket(bea);

test(
  `WF-5 customer replies, agent resolves, customer reopens, all at once: only lawful lives (RACE_SEED=${SEED})`,
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
      const shuffled = contenders.map((go) => ({ go, rank: random.next() })).sort((a, b) => a.rank - b.rank);
      const answers = await Promise.all(shuffled.map(({ go }) => go()));

      for (const { status } of answers) expect(ANSWERS).toContain(status);
      const accepted = answers.filter(({ status }) => status < 300);
      const { body: after } = await bea.get<Detail>(path);
      expect(after.version, 'one step for each that was accepted').toBe(version + accepted.length);
      expect(after.replies).toHaveLength(accepted.filter(({ status }) => status === 201).length);
      ends.set(after.status, (ends.get(after.status) ?? 0) + 1);
    }
    await told.emitWithAck('ticket:leave', 1);
    // A legal path each, one history row and one event a change: the file, and what a witness was told.
    const { events } = auditDatabase(place.file);
    expect(told.events).toHaveLength(events);
    if (LONG || process.env.FIGURES)
      process.stderr.write(
        `${JSON.stringify({ race: { SEED, ROUNDS, events, ends: Object.fromEntries(ends) } })}\n`,
      );
  },
  LONG ? 900_000 : 120_000,
);
