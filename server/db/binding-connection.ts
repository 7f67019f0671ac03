import type { AnyEntity, Configuration, EntityData, QueryResult } from '@mikro-orm/core';
import { AbstractSqlDriver, MikroORM, SqliteConnection, SqlitePlatform } from '@mikro-orm/sqlite';
import { CompiledQuery } from 'kysely';

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
    const values = toBound(query, params);
    if (!values) return super.execute(query, params, method, transaction, log);
    const compiled = CompiledQuery.raw(query as string, values);
    const run = async () =>
      this.transformRawResult<T>(await (transaction ?? this.getClient()).executeQuery(compiled), method);
    return this.executeQuery(compiled.sql, run, log);
  }
}

type Bound = string | number | bigint | Buffer | null;

/** The values as SQLite stores them; null if the query has other placeholders or values: MikroORM writes those. */
function toBound(query: Execute[0], params: Execute[1] = []): Bound[] | null {
  if (typeof query !== 'string' || !Array.isArray(params) || /\\\?|\?\?/.test(query)) return null;
  const values: Bound[] = [];
  for (const param of params) {
    if (typeof param === 'boolean') values.push(Number(param));
    else if (param instanceof Date) values.push(param.getTime());
    else if (isBound(param)) values.push(param);
    else return null;
  }
  return values;
}

const isBound = (value: unknown): value is Bound =>
  value === null || ['string', 'number', 'bigint'].includes(typeof value) || Buffer.isBuffer(value);

/** MikroORM's SQLite driver with this connection. */
export class BindingDriver extends AbstractSqlDriver<BindingConnection> {
  constructor(config: Configuration) {
    super(config, new SqlitePlatform(), BindingConnection, ['kysely', 'better-sqlite3']);
  }

  override getORMClass() {
    return MikroORM;
  }
}
