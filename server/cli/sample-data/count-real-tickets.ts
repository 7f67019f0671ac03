import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DEMO_ACCOUNTS } from '../../../shared/demo-accounts.ts';
import { DEMO_TICKETS } from '../demo-data.ts';

/** How many tickets the database has, without the demo tickets of the first start. Reads only. */
export function countRealTickets(file: string): number {
  if (!existsSync(file)) return 0;
  const db = new Database(file, { readonly: true });
  try {
    const isMigrated = db.prepare(`select 1 from sqlite_master where name = 'tickets'`).get();
    if (!isMigrated) return 0;
    const customer = DEMO_ACCOUNTS.find(({ role }) => role === 'customer')?.email;
    const subjects = DEMO_TICKETS.map(({ subject }) => subject);
    const count = db.prepare(`
      select count(*) from tickets t join users c on c.id = t.customer_id
      where not (t.key is null and c.email = ? and t.subject in (${subjects.map(() => '?').join(', ')}))
    `);
    return count.pluck().get(customer, ...subjects) as number;
  } finally {
    db.close();
  }
}
