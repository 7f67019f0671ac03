import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/orm.ts';
import { startPostgres } from './postgres-server.ts';
import { TEMPLATE } from './test-database.ts';

/** Vitest's global set-up of the project `postgres`: starts a server and creates the database that tests copy. */
export default async function startCluster(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  process.env.TEST_POSTGRES_URL = server.url;
  const administration = await openDatabase(null, `${server.url}/postgres`);
  await administration.em.fork().execute(`create database ${TEMPLATE}`);
  await administration.close();
  const template = await openDatabase(null, `${server.url}/${TEMPLATE}`);
  await migrate(template);
  await template.close();
  return server.remove;
}
