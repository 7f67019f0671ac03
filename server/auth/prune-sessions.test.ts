import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestUser, waitFor } from '../testing/test-app.ts';
import { pruneSessions, startPruning } from './prune-sessions.ts';

const app = await startTestApp();
afterAll(app.close);

const refresh = (cookie: string) =>
  app.anonymous.post('/api/auth/refresh', undefined, { headers: { cookie } });
const rowsOf = async ({ user }: TestUser) => {
  const sessions = await app.sql('select id from sessions where user_id = ?', [user.id]);
  const tokens = await app.sql(
    'select hash from refresh_tokens r join sessions s on s.id = r.session_id where s.user_id = ?',
    [user.id],
  );
  return { sessions: sessions.length, tokens: tokens.length };
};

describe('SE-10 pruning', () => {
  it('deletes an ended session with its tokens', async () => {
    const maya = await app.createUser('customer');
    await refresh(maya.cookie);
    await maya.post('/api/auth/logout');
    await pruneSessions(app.orm);
    expect(await rowsOf(maya)).toEqual({ sessions: 0, tokens: 0 });
    expect((await refresh(maya.cookie)).status).toBe(401);
  });

  it('deletes an expired session', async () => {
    const maya = await app.createUser('customer');
    await app.sql('update sessions set expires_at = ? where user_id = ?', [Date.now() - 1, maya.user.id]);
    await pruneSessions(app.orm);
    expect(await rowsOf(maya)).toEqual({ sessions: 0, tokens: 0 });
  });

  it('keeps a live session and its used tokens: late reuse still ends it', async () => {
    const maya = await app.createUser('customer');
    const [cookie = ''] = (await refresh(maya.cookie)).headers.getSetCookie();
    await app.sql('update refresh_tokens set used_at = used_at - 86400000 where used_at is not null');
    await pruneSessions(app.orm);
    expect(await rowsOf(maya)).toEqual({ sessions: 1, tokens: 2 });
    expect((await refresh(maya.cookie)).status).toBe(401);
    expect((await refresh(cookie.split(';')[0] ?? '')).status).toBe(401);
  });

  it('deletes at most 500 tokens in a step', async () => {
    // What other tests of this file have left.
    await pruneSessions(app.orm);
    const maya = await app.createUser('customer');
    await app.sql(
      `insert into refresh_tokens (hash, session_id, used_at)
       with recursive n(i) as (select 1 union all select i + 1 from n where i < 1199)
       select 'prune-' || i, (select id from sessions where user_id = ?), 1 from n`,
      [maya.user.id],
    );
    await maya.post('/api/auth/logout');
    const left: object[] = [];
    let more = true;
    while (more) {
      more = await pruneSessions(app.orm);
      left.push(await rowsOf(maya));
    }
    expect(left).toEqual([
      { sessions: 1, tokens: 700 },
      { sessions: 1, tokens: 200 },
      { sessions: 0, tokens: 0 },
    ]);
  });

  it('runs on a timer until it is stopped', async () => {
    const maya = await app.createUser('customer');
    const pruning = startPruning(app.orm, pino({ level: 'silent' }), 5);
    await maya.post('/api/auth/logout');
    await waitFor(async () => (await rowsOf(maya)).sessions === 0);
    await pruning.stop();
  });
});
