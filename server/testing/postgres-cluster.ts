import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/orm.ts';
import { startPostgres } from './postgres-server.ts';
import { TEMPLATE } from './test-database.ts';

/** Vitest's global set-up of the project `postgres`: starts a server and creates the database that tests copy. */
export default async function startCluster(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  process.env.TEST_POSTGRES_URL = server.url;
  await createTemplate(server.url);
  return server.remove;
}

/** Creates the database with all tables that new ones are copied from. */
export async function createTemplate(url: string): Promise<void> {
  const administration = await openDatabase(null, `${url}/postgres`);
  await administration.em.fork().execute(`create database ${TEMPLATE}`);
  await administration.close();
  const template = await openDatabase(null, `${url}/${TEMPLATE}`);
  await migrate(template);
  await template.close();
}
