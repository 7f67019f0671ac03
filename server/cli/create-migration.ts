import { openForMigrations } from '../db/orm.ts';

// `npm run migration`: writes a migration for each engine for the difference between the entities and its last snapshot.
for (const orm of await openForMigrations()) {
  const { fileName } = await orm.migrator.create();
  const folder = orm.config.get('migrations').path;
  await orm.close();
  process.stdout.write(
    fileName
      ? `Wrote ${folder}/${fileName}\n`
      : `No migration needed in ${folder}: the entities have not changed.\n`,
  );
}
