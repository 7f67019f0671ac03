import type { Config } from '../config.ts';

/** Does this Origin header name us? Absent is fine: then no browser page sent the request. */
export function isOurOrigin(origin: string | undefined, host: string | undefined, config: Config): boolean {
  if (origin === undefined) return true;
  const ours = [config.publicUrl, ...config.corsOrigins];
  return ours.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
}
