import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import { isPostgres, queryBuilder, type Source } from './orm.ts';
import type { Tables } from './tables.ts';

/** Stands in a compiled query for a value that each execution passes. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** More forms than the web client uses; clients of the API can combine filters at will. */
const MAX_FORMS = 200;

/**
 * A query that is built and compiled once for each form: for short queries that takes longer than the execution. `build`
 * receives a placeholder for each value; the text may depend on nothing else but the form.
 */
export function prepare<Form extends string | object, Values extends object, Row>(
  build: (db: Kysely<Tables>, value: Values, form: Form) => Compilable<Row>,
) {
  const [sqlite, postgres] = [new Map<string, CompiledQuery<Row>>(), new Map<string, CompiledQuery<Row>>()];

  function compile(db: Kysely<Tables>, form: Form): CompiledQuery<Row> {
    const compiled = isPostgres(db) ? postgres : sqlite;
    const name = typeof form === 'string' ? form : JSON.stringify(form);
    const known = compiled.get(name);
    if (known) return known;
    if (compiled.size >= MAX_FORMS) compiled.clear();
    const query = build(db, placeholders<Values>(), form).compile();
    compiled.set(name, query);
    return query;
  }

  return async (source: Source, form: Form, values: Values): Promise<Row[]> => {
    const db = queryBuilder(source);
    return (await db.executeQuery(bind(compile(db, form), values))).rows;
  };
}

/** The value of each property is its placeholder. */
const placeholders = <Values extends object>() =>
  // Seam: the query builder passes a placeholder on like a value of the property's type.
  new Proxy({}, { get: (_, name) => new Placeholder(String(name)) }) as Values;

const bind = <Row>(query: CompiledQuery<Row>, values: object): CompiledQuery<Row> => ({
  ...query,
  parameters: query.parameters.map((parameter) =>
    parameter instanceof Placeholder ? values[parameter.name as keyof typeof values] : parameter,
  ),
});

/** The entities' tables and the search index's. */
type Table = keyof Tables | 'search' | 'note_search';

const insert = prepare(
  (db, value: Record<string, unknown>, { table, columns }: { table: Table; columns: string[] }) =>
    // Seam: TypeScript cannot connect the columns to the table.
    db
      .insertInto(table as 'events')
      .values(Object.fromEntries(columns.map((name) => [name, value[name]])) as never),
);

/** Inserts a row. */
export async function insertRow(source: Source, table: Table, row: object): Promise<void> {
  await insert(source, { table, columns: Object.keys(row) }, row as Record<string, unknown>);
}
