import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { User } from '../../../shared/schemas.ts';
import { ApiError } from '../http/request.ts';
import { ada, cleo } from '../testing/test-client.ts';
import { createSession } from './create-session.ts';
import type { Session } from './session-context.ts';

type Answer = { status: number; body?: unknown };
/** What the server would answer to the next refresh, and to everything with this token. */
let cookieOf: User | undefined;
let goodToken: string;
let isDown: boolean;
let issued: number;
let asked: string[];
const disposals: (() => void)[] = [];

beforeEach(() => {
  cookieOf = undefined;
  goodToken = '';
  isDown = false;
  issued = 0;
  asked = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    await Promise.resolve();
    if (isDown) throw new TypeError('offline');
    asked.push(url);
    const { status, body } = respond(url, new Headers(init.headers).get('authorization'));
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
});
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function respond(url: string, authorization: string | null): Answer {
  if (url === '/api/desk') return { status: 200, body: { demo: true, build: 'b' } };
  if (url === '/api/auth/login') return admit(ada);
  if (url === '/api/auth/logout') {
    cookieOf = undefined;
    return { status: 204 };
  }
  if (url === '/api/auth/refresh') return cookieOf ? admit(cookieOf) : unauthenticated;
  return authorization === `Bearer ${goodToken}` ? { status: 200, body: { seq: 1 } } : unauthenticated;
}

const unauthenticated = { status: 401, body: { code: 'unauthenticated', detail: 'Sign in.', status: 401 } };
function admit(user: User): Answer {
  cookieOf = user;
  goodToken = `t${++issued}`;
  return { status: 200, body: { token: goodToken, expiresIn: 900, user } };
}

function open(): Session {
  return createRoot((dispose) => {
    disposals.push(dispose);
    return createSession();
  });
}
const refreshes = () => asked.filter((url) => url === '/api/auth/refresh').length;
const settled = (session: Session) => vi.waitFor(() => expect(session.state().is).not.toBe('starting'));

test('a cookie signs in silently on load', async () => {
  cookieOf = ada;
  const session = open();
  expect(session.state().is).toBe('starting');
  await settled(session);
  expect(session.state()).toEqual({ is: 'signedIn', user: ada });
});

test('without a cookie one is signed out', async () => {
  const session = open();
  await settled(session);
  expect(session.state()).toEqual({ is: 'signedOut' });
});

test('an unreachable server is no sign-out: it is tried again', async () => {
  cookieOf = ada;
  isDown = true;
  const session = open();
  await vi.waitFor(() => expect(session.state()).toEqual({ is: 'starting', unreachable: true }));
  isDown = false;
  session.retry();
  await settled(session);
  expect(session.state().is).toBe('signedIn');
});

test('many calls with a dead token renew it once, and all succeed', async () => {
  cookieOf = ada;
  const session = open();
  await settled(session);
  goodToken = 'another';
  const call = session.requestAs(ada);
  const answers = await Promise.all([1, 2, 3, 4].map(() => call('countTickets', {})));
  expect(answers).toHaveLength(4);
  expect(refreshes()).toBe(2);
});

test('a token about to end is renewed before it is used', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  cookieOf = ada;
  const session = open();
  await settled(session);
  vi.setSystemTime(Date.now() + 880_000);
  expect((await session.token(ada)).token).toBe('t2');
});

test('a session that ended leaves the person known and asks nothing more of the server', async () => {
  cookieOf = ada;
  const session = open();
  await settled(session);
  cookieOf = undefined;
  goodToken = 'another';
  await expect(session.requestAs(ada)('countTickets', {})).rejects.toBeInstanceOf(ApiError);
  expect(session.state()).toEqual({ is: 'expired', user: ada });
  const before = asked.length;
  await expect(session.requestAs(ada)('countTickets', {})).rejects.toBeInstanceOf(ApiError);
  expect(asked.length).toBe(before);
});

test('after signing in again the calls go on', async () => {
  const session = open();
  await settled(session);
  await session.login({ email: 'ada@x', password: 'p' });
  goodToken = 'another';
  cookieOf = undefined;
  await session
    .requestAs(ada)('countTickets', {})
    .catch(() => {});
  expect(session.state().is).toBe('expired');
  await session.login({ email: 'ada@x', password: 'p' });
  await expect(session.requestAs(ada)('countTickets', {})).resolves.toEqual({ seq: 1 });
});

test('no call of the last person goes out in the name of the next', async () => {
  cookieOf = ada;
  const session = open();
  await settled(session);
  cookieOf = cleo;
  goodToken = 'another';
  await expect(session.requestAs(ada)('countTickets', {})).rejects.toThrow();
  expect(session.state()).toEqual({ is: 'signedIn', user: cleo });
  expect(asked.filter((url) => url === '/api/tickets/counts')).toHaveLength(1);
});

test('other tabs follow a sign-out', async () => {
  cookieOf = ada;
  const [here, there] = [open(), open()];
  await Promise.all([settled(here), settled(there)]);
  await here.logout();
  await vi.waitFor(() => expect(there.state().is).toBe('signedOut'));
});

test('other tabs follow a change of person, and show nothing of the last meanwhile', async () => {
  const there = open();
  await settled(there);
  const here = open();
  await settled(here);
  await here.login({ email: 'ada@x', password: 'p' });
  await vi.waitFor(() => expect(there.state()).toEqual({ is: 'signedIn', user: ada }));
});

test('a sign-out that could not be said is said at the next start, before the cookie signs in again', async () => {
  cookieOf = ada;
  const session = open();
  await settled(session);
  isDown = true;
  await session.logout();
  expect(session.state().is).toBe('signedOut');
  isDown = false;
  const next = open();
  await settled(next);
  expect(next.state().is).toBe('signedOut');
  expect(cookieOf).toBeUndefined();
});

test('an answer that comes after a sign-out admits nobody', async () => {
  cookieOf = ada;
  const session = open();
  await settled(session);
  const late = session.refresh();
  await session.logout();
  await late.catch(() => {});
  expect(session.state().is).toBe('signedOut');
});
