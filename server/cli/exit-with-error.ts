import { ConfigError } from '../config.ts';

/** Ends a command with code 1: an invalid setting is one line, any other error has its stack. */
export function exitWithError(error: unknown): void {
  const text = error instanceof Error && !(error instanceof ConfigError) ? error.stack : error;
  process.stderr.write(`${text instanceof Error ? text.message : text}\n`);
  process.exit(1);
}
