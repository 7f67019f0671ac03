import { openDatabase } from '../db/orm.ts';

// `npm run migration`: writes a migration for the difference between the entities and the last snapshot.
const orm = await openDatabase(null);
const { fileName } = await orm.migrator.create();
await orm.close();
process.stdout.write(
  fileName
    ? `Wrote server/db/migrations/${fileName}\n`
    : 'No migration needed: the entities have not changed.\n',
);
