import type { Config } from '../config.ts';
import type { Orm } from '../db/orm.ts';
import { DEMO_AGENT } from '../db/seed.ts';
import { User } from '../entities/user.ts';
import type { Serve } from './serve.ts';

type Parts = { orm: Orm; config: Config; build: string };

/** What desk this is, and whether it can serve. */
export function deskRoutes(serve: Serve, { config, build }: Parts): void {
  serve('showDesk', async ({ em }) => {
    const demo = config.demo && (await em.count(User, { email: DEMO_AGENT })) > 0;
    return { demo, build };
  });
  serve('live', async () => ({ ok: true }) as const);
  serve('ready', async ({ em }) => {
    await em.execute('select 1');
    return { ok: true } as const;
  });
}
