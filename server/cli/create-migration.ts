import { openDatabase } from '../db/orm.ts';

// Writes a migration from the difference between the entities and the last snapshot.
const orm = await openDatabase(null);
const { fileName } = await orm.migrator.create();
await orm.close();
process.stdout.write(
  fileName ? `Wrote server/db/migrations/${fileName}\n` : 'The entities have not changed.\n',
);
