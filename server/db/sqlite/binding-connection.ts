import type { AnyEntity, Configuration, EntityData, QueryResult } from '@mikro-orm/core';
import { AbstractSqlDriver, MikroORM, SqliteConnection, SqlitePlatform } from '@mikro-orm/sqlite';
import { CompiledQuery } from 'kysely';
import { toBoundValues } from '../bound-values.ts';

type Execute = Parameters<SqliteConnection['execute']>;
type Result = QueryResult | EntityData<AnyEntity> | EntityData<AnyEntity>[];

/**
 * MikroORM writes the values of a query into its text, so each text is new. This connection binds them instead: texts
 * repeat, and the statement cache can reuse their prepared statements.
 */
class BindingConnection extends SqliteConnection {
  override async execute<T extends Result>(
    ...[query, params = [], method = 'all', transaction, log]: Execute
  ): Promise<T> {
    const values = toBoundValues(query, params);
    if (!values) return super.execute(query, params, method, transaction, log);
    const compiled = CompiledQuery.raw(query as string, values);
    const run = async () =>
      this.transformRawResult<T>(await (transaction ?? this.getClient()).executeQuery(compiled), method);
    return this.executeQuery(compiled.sql, run, log);
  }
}

/** MikroORM's SQLite driver with this connection. */
export class BindingDriver extends AbstractSqlDriver<BindingConnection> {
  constructor(config: Configuration) {
    super(config, new SqlitePlatform(), BindingConnection, ['kysely', 'better-sqlite3']);
  }

  override getORMClass() {
    return MikroORM;
  }
}
