import path from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { type EntityManager, inReadTransaction, type Source } from '../orm.ts';
import type { Tables } from '../tables.ts';
import type { ReadAnswer, ReadRequest } from './read-worker.ts';

export type BackgroundReader = ReturnType<typeof createBackgroundReader>;

/**
 * Runs reads that may take long on a connection of their own, in a worker thread: SQLite runs a query synchronously,
 * so on the main thread it would block every request. The thread starts with the first read. Without a file, reads run on
 * the connections of the process: a database in memory has one only, and PostgreSQL blocks nothing here.
 */
export function createBackgroundReader(file: string | null) {
  let database: Kysely<Tables> | null = null;
  return {
    /** Runs `work` in one read transaction, after the reads that came before. */
    read<T>(em: EntityManager, work: (source: Source) => Promise<T>): Promise<T> {
      if (file === null) return inReadTransaction(em, work);
      // After a crash of the thread, the next read starts another.
      database ??= openInWorker(file, () => {
        database = null;
      });
      return database.transaction().execute(work);
    },
    close: async (): Promise<void> => database?.destroy(),
  };
}

const openInWorker = (file: string, onLost: () => void) =>
  new Kysely<Tables>({
    dialect: {
      createDriver: () => new WorkerDriver(file, onLost),
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });

/** Kysely's driver for one connection in a worker thread: it is given out to one transaction at a time. */
class WorkerDriver implements Driver {
  private readonly connection: WorkerConnection;
  private turn: Promise<void> = Promise.resolve();
  private release = () => {};

  constructor(file: string, onLost: () => void) {
    this.connection = new WorkerConnection(file, onLost);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.turn = promise;
    await before;
    this.release = resolve;
    return this.connection;
  }

  async releaseConnection(): Promise<void> {
    this.release();
  }

  beginTransaction = () => this.connection.run('begin');
  commitTransaction = () => this.connection.run('commit');
  rollbackTransaction = () => this.connection.run('rollback');
  destroy = () => this.connection.close();
}

class WorkerConnection implements DatabaseConnection {
  private readonly worker: Worker;
  private readonly pending: PromiseWithResolvers<unknown[]>[] = [];

  constructor(file: string, onLost: () => void) {
    this.worker = new Worker(path.join(import.meta.dirname, 'read-worker.ts'), { workerData: file });
    this.worker.unref();
    this.worker.on('message', (answer: ReadAnswer) => {
      const answered = this.pending.shift();
      if ('rows' in answer) answered?.resolve(answer.rows);
      else answered?.reject(Object.assign(new Error(answer.message), { code: answer.code }));
    });
    this.worker.on('error', (error) => {
      onLost();
      for (const { reject } of this.pending.splice(0)) reject(error);
    });
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    // Seam: the rows have the shape that the compiled query selects.
    return { rows: (await this.send({ sql, parameters })) as R[] };
  }

  async run(sql: string): Promise<void> {
    await this.send({ sql, parameters: [] });
  }

  private send(request: ReadRequest): Promise<unknown[]> {
    const answer = Promise.withResolvers<unknown[]>();
    this.pending.push(answer);
    this.worker.postMessage(request);
    return answer.promise;
  }

  streamQuery(): never {
    throw new Error('The background reader does not stream.');
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
