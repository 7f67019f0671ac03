import type { AnyEntity, Configuration, EntityData, QueryResult } from '@mikro-orm/core';
import { AbstractSqlDriver, MikroORM, PostgreSqlConnection } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import { toBoundValues } from '../bound-values.ts';
import { SqliteCompatiblePlatform } from './platform.ts';
import { prepareStatements } from './preparing-client.ts';

type Execute = Parameters<PostgreSqlConnection['execute']>;
type Result = QueryResult | EntityData<AnyEntity> | EntityData<AnyEntity>[];

/** The types bigint and numeric, which node-postgres returns as text: counts, sums and ids here fit a number. */
const NUMBER_TYPES = [20, 1700];

/** Binds the values of MikroORM's queries, as the connection to SQLite does, and returns numbers as numbers. */
class PostgresConnection extends PostgreSqlConnection {
  override createKyselyDialect(overrides: object) {
    return super.createKyselyDialect({ ...overrides, onPoolCreated: prepareStatements } as object);
  }

  override mapOptions(overrides: object) {
    const options = super.mapOptions(overrides);
    for (const type of NUMBER_TYPES) options.types.setTypeParser(type, Number);
    return options;
  }

  override async execute<T extends Result>(
    ...[query, params = [], method = 'all', transaction, log]: Execute
  ): Promise<T> {
    const values = toBoundValues(query, params);
    if (!values) return super.execute(query, params, method, transaction, log);
    let count = 0;
    const text = (query as string).replace(/\?/g, () => `$${++count}`);
    const compiled = CompiledQuery.raw(text, values);
    const run = async () =>
      this.transformRawResult<T>(await (transaction ?? this.getClient()).executeQuery(compiled), method);
    return this.executeQuery(compiled.sql, run, log);
  }
}

/** MikroORM's PostgreSQL driver with this connection and the column types of SQLite. */
export class PostgresDriver extends AbstractSqlDriver<PostgresConnection> {
  constructor(config: Configuration) {
    super(config, new SqliteCompatiblePlatform(), PostgresConnection, ['kysely', 'pg']);
  }

  override getORMClass() {
    return MikroORM;
  }
}
