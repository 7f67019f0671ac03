import type { Config } from './config.ts';

/** Whether an Origin header names this server. An absent one is accepted: then no browser page sent the request. */
export function isOurOrigin(origin: string | undefined, host: string | undefined, config: Config): boolean {
  if (origin === undefined) return true;
  const ours = [config.publicUrl, ...config.corsOrigins];
  return ours.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
}
