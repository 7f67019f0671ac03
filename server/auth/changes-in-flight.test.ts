import { Piscina } from 'piscina';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestUser } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);
afterEach(() => {
  vi.restoreAllMocks();
});

const ada = await app.createUser('agent', 'Ada');
const PASSWORD = 'correct horse';
const login = ({ user }: TestUser, password = PASSWORD) =>
  app.anonymous.post('/api/auth/login', { email: user.email, password });
const change = (user: TestUser, next: string) => user.post('/api/auth/password', { current: PASSWORD, next });

/** Holds back the result of the next hash task until `release`. `reached` resolves when the task is done. */
function holdNextHashTask() {
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const run = Piscina.prototype.run;
  vi.spyOn(Piscina.prototype, 'run').mockImplementationOnce(async function (this: Piscina, ...args) {
    const result = await run.apply(this, args);
    reached.resolve();
    await gate.promise;
    return result;
  });
  return { reached: reached.promise, release: gate.resolve };
}

describe('SE-9 a sign-in whose password is already compared', () => {
  it('is refused after a password change', async () => {
    const maya = await app.createUser('customer', 'Maya');
    const held = holdNextHashTask();
    const signingIn = login(maya);
    await held.reached;
    expect((await change(maya, 'better horse')).status).toBe(204);
    held.release();
    expect(await signingIn).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect((await login(maya, 'better horse')).status).toBe(200);
  });

  it('is refused after the account is deactivated', async () => {
    const maya = await app.createUser('customer', 'Maya');
    const held = holdNextHashTask();
    const signingIn = login(maya);
    await held.reached;
    await ada.patch(`/api/users/${maya.user.id}`, { active: false });
    held.release();
    expect((await signingIn).status).toBe(401);
    expect(
      await app.sql('select id from sessions where user_id = ? and ended_at is null', [maya.user.id]),
    ).toEqual([]);
  });
});

describe('SE-9 a password change whose current password is already compared', () => {
  it('is refused after another password change', async () => {
    const maya = await app.createUser('customer', 'Maya');
    const elsewhere = await app.signInAgain(maya);
    const held = holdNextHashTask();
    const changing = change(elsewhere, 'stolen horse');
    await held.reached;
    await change(maya, 'better horse');
    held.release();
    expect((await changing).status).toBe(400);
    expect((await login(maya, 'better horse')).status).toBe(200);
  });

  it('is refused after the account is deactivated', async () => {
    const maya = await app.createUser('customer', 'Maya');
    const held = holdNextHashTask();
    const changing = change(maya, 'better horse');
    await held.reached;
    await ada.patch(`/api/users/${maya.user.id}`, { active: false });
    held.release();
    expect((await changing).status).toBe(401);
  });
});
