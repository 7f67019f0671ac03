type Rows = { rows: Record<string, unknown>[] };
type Query = [text: unknown, values?: readonly unknown[], ...rest: unknown[]];

/** A connection of node-postgres, which has no types of its own: what is used of it. */
export type Client = {
  connect: () => Promise<unknown>;
  query: (...query: Query) => Promise<Rows>;
  on: (event: 'notification' | 'error' | 'end', listener: (detail?: unknown) => void) => unknown;
  end: () => Promise<void>;
};
// biome-ignore lint/suspicious/noExplicitAny: TypeScript requires it of the constructor of a class that is extended.
export type ClientClass = new (...options: any[]) => Client;
/** The connections that requests share. */
export type Pool = {
  Client: ClientClass;
  options: object;
  query: (...query: Query) => Promise<Rows>;
  connect: (...callback: unknown[]) => Promise<Client & { release: (destroy: boolean) => void }>;
};

/** A text becomes a prepared statement when it is executed this often: one with lists of changing lengths rarely does. */
const MIN_EXECUTIONS = 3;
/** Bounds what each connection's process of the server holds. */
const MAX_STATEMENTS = 300;
const MAX_COUNTED = 3000;

/** Gives names to repeated statements, which the server then parses once, and a code to the errors of lost connections. */
export function prepareStatements(pool: Pool): void {
  const names = createNames();
  const fail = (error: Failure): never => {
    if (error.code === CHANGED_RESULT) names.forget();
    return withCode(error);
  };
  pool.Client = class extends pool.Client {
    override query = (...[text, values, ...rest]: Query) => {
      const name = typeof text === 'string' && values && values.length > 0 ? names.of(text) : undefined;
      const result = name
        ? super.query({ name, text, values }, undefined, ...rest)
        : super.query(text, values, ...rest);
      // With a callback or a cursor, there is no promise.
      return result instanceof Promise ? result.catch(fail) : result;
    };
  };
  const connect = pool.connect.bind(pool);
  pool.connect = (...callback) => (callback.length > 0 ? connect(...callback) : connect().catch(withCode));
}

function createNames() {
  const names = new Map<string, string>();
  const executions = new Map<string, number>();
  let generation = 0;

  function of(text: string): string | undefined {
    const known = names.get(text);
    if (known || names.size >= MAX_STATEMENTS) return known;
    const count = (executions.get(text) ?? 0) + 1;
    if (count < MIN_EXECUTIONS) {
      if (executions.size >= MAX_COUNTED) executions.clear();
      executions.set(text, count);
      return undefined;
    }
    executions.delete(text);
    const name = `q${generation}_${names.size}`;
    names.set(text, name);
    return name;
  }
  return {
    of,
    /** The next execution of each text prepares it anew. */
    forget() {
      names.clear();
      generation += 1;
    },
  };
}

/** A prepared statement returns other columns than before: a newer node has migrated the database. */
const CHANGED_RESULT = '0A000';
type Failure = Error & { code?: string };

const SQLSTATE = /^[0-9A-Z]{5}$/;
/** PostgreSQL's code for a lost connection. */
const CONNECTION_FAILURE = '08006';

/** Errors that the server has not sent have no SQLSTATE: no connection, none free in time, or a lost one. */
function withCode(error: Failure): never {
  if (!SQLSTATE.test(error.code ?? '') || error.code === 'EPIPE') error.code = CONNECTION_FAILURE;
  throw error;
}
