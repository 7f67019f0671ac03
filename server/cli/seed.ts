import { createPasswords } from '../auth/passwords.ts';
import { readConfig } from '../config.ts';
import { lockDatabase } from '../db/lock.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import { seedDemo } from './demo-data.ts';

// `npm run seed`: adds the demo accounts and tickets to an empty database.
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
  empty
    ? `Added the demo data to ${databaseFile}.\n`
    : `${databaseFile} already has users. Nothing was added.\n`,
);
