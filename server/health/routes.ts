import { DEMO_ACCOUNTS } from '../../shared/demo-accounts.ts';
import type { Config } from '../config.ts';
import { User } from '../entities/user.ts';
import { unavailable } from '../errors.ts';
import type { Serve } from '../http/serve.ts';

type Dependencies = {
  config: Config;
  build: string;
  isDraining: () => boolean;
  /** Throws if a database file was deleted or replaced. */
  checkFiles: () => void;
};

/** The endpoints that describe the installation and report its health. */
export function healthRoutes(serve: Serve, { config, build, isDraining, checkFiles }: Dependencies): void {
  serve('showDesk', async ({ em }) => {
    const demo = config.demo && (await em.count(User, { email: DEMO_ACCOUNTS[0].email })) > 0;
    return { demo, build };
  });
  serve('liveness', async () => ({ ok: true }) as const);
  serve('readiness', async ({ em }) => {
    if (isDraining()) throw unavailable('The server is shutting down. Try again in 2 s.');
    checkFiles();
    await em.execute('select 1');
    return { ok: true } as const;
  });
}
