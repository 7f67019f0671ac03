import { createPasswords } from '../auth/passwords.ts';
import { readConfig } from '../config.ts';
import { createPrivateFiles } from '../db/file-modes.ts';
import { lockDatabase } from '../db/lock.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/orm.ts';
import { realDatabaseFile } from '../db/real-path.ts';
import { asUnusableDatabase } from '../db/storage-failure.ts';
import { User } from '../entities/user.ts';
import { seedDemo } from './demo-data.ts';
import { exitWithError } from './exit-with-error.ts';

// `npm run seed`: adds the demo accounts and tickets to an empty database.

async function seed(): Promise<void> {
  createPrivateFiles();
  const databaseFile = realDatabaseFile(readConfig(process.env).databaseFile);
  const unlock = lockDatabase(databaseFile);
  try {
    const empty = await addDemoData(databaseFile);
    process.stdout.write(
      empty
        ? `Added the demo data to ${databaseFile}.\n`
        : `${databaseFile} already has users. Nothing was added.\n`,
    );
  } catch (error) {
    throw asUnusableDatabase(databaseFile, error);
  } finally {
    unlock();
  }
}

/** Returns whether the database was empty. */
async function addDemoData(databaseFile: string | null): Promise<boolean> {
  const orm = await openDatabase(databaseFile);
  await migrate(orm);
  const empty = (await orm.em.fork().count(User)) === 0;
  const passwords = createPasswords();
  await seedDemo(orm, passwords);
  await passwords.close();
  await orm.close();
  return empty;
}

seed().catch(exitWithError);
