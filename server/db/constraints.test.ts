import { afterAll, describe, expect, it } from 'vitest';
import { createTicket, startTestApp } from '../testing/test-app.ts';
import { ON_POSTGRES } from '../testing/test-database.ts';

describe('DB-10 a database constraint refuses', () => {
  const app = startTestApp();
  afterAll(async () => (await app).close());
  const made = app.then(async ({ createUser }) => {
    const [carl, ada] = [await createUser('customer'), await createUser('agent')];
    return { carl, ada, ticket: await createTicket(carl, {}) };
  });

  it.each([
    ['an unknown status', `update tickets set status = 'closed'`, /check/i],
    ['a status in capitals', `update tickets set status = 'OPEN'`, /check/i],
    ['an unknown priority', `update tickets set priority = 'urgent'`, /check/i],
    ['an unknown role', `update users set role = 'admin'`, /check/i],
    ['a ticket of an unknown customer', 'update tickets set customer_id = 999', /foreign key/i],
    ['deleting a customer with tickets', `delete from users where role = 'customer'`, /foreign key/i],
    ['deleting a ticket with events', 'delete from tickets', /foreign key/i],
    ['a ticket without a subject', 'update tickets set subject = null', /not.null/i],
    ['one e-mail address for two users', `update users set email = 'same@example.com'`, /unique/i],
    ['two events with the same seq', 'insert into events select * from events', /unique/i],
  ])('%s', async (_, statement, reason) => {
    await made;
    await expect((await app).sql(statement)).rejects.toThrow(reason);
  });

  it('one idempotency key for two tickets of one customer', async () => {
    const { carl, ticket } = await made;
    const other = await createTicket(carl);
    const use = async (id: number) => (await app).sql(`update tickets set key = 'k' where id = ?`, [id]);
    await use(ticket.id);
    await expect(use(other.id)).rejects.toThrow(/unique/i);
  });

  it('two events with the same customer seq', async () => {
    await made;
    const { sql } = await app;
    await expect(
      sql(
        'insert into events select seq + 100, ticket_id, customer_id, customer_seq, type, actor_id, reply_id, data, created_at, data_version from events',
      ),
    ).rejects.toThrow(/unique/i);
  });

  it.skipIf(ON_POSTGRES)('stores times and versions as integers', async () => {
    const { sql } = await app;
    const odd = await sql(
      `select id from tickets where typeof(created_at) <> 'integer' or typeof(version) <> 'integer' or typeof(updated_at) <> 'integer'`,
    );
    expect(odd).toEqual([]);
  });
});
