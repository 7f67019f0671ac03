const LONG_TRANSACTION_MS = 2000;

/** Receives an error with the stack of the transaction's start. */
type Report = (error: Error) => void;

const reports = new WeakMap<object, Report>();

/** Sets where transactions are reported that stay open for long: all other writes wait for them. */
export function onLongTransaction(orm: { config: object }, report: Report): void {
  reports.set(orm.config, report);
}

/** Returns a function that runs the work of a transaction, and reports it while it runs if it takes long. */
export function watchDuration<A, T>({ config }: { config: object }, work: (tx: A) => Promise<T>) {
  // Created here for the stack: it names the caller that opens the transaction.
  const started = new Error(`A transaction has been open for ${LONG_TRANSACTION_MS} ms`);
  return async (tx: A): Promise<T> => {
    const timer = setTimeout(() => reports.get(config)?.(started), LONG_TRANSACTION_MS).unref();
    try {
      return await work(tx);
    } finally {
      clearTimeout(timer);
    }
  };
}
