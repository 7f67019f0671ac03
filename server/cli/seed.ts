import { createPasswords } from '../auth/passwords.ts';
import { readConfig } from '../config.ts';
import { lockDatabase } from '../db/lock.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import { seedDemo } from './demo-data.ts';

// `npm run seed`: the demo people and tickets, into an empty database only.
const { databaseFile } = readConfig(process.env);
const unlock = lockDatabase(databaseFile);
const orm = await openDatabase(databaseFile);
await migrate(orm);
const empty = (await orm.em.fork().count(User)) === 0;
const passwords = createPasswords();
await seedDemo(orm, passwords);
await passwords.close();
await orm.close();
unlock();
process.stdout.write(
  empty ? `Seeded ${databaseFile}\n` : `${databaseFile} has people already: nothing was added\n`,
);
