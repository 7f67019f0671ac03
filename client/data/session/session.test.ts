import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { User } from '../../../shared/schemas.ts';
import { ApiError } from '../http/request.ts';
import { ada, cleo } from '../testing/test-client.ts';
import { createSession } from './create-session.ts';
import type { Session } from './session-context.ts';

type FakeResponse = { status: number; body?: unknown };
/** The user of the refresh cookie. */
let cookieUser: User | undefined;
/** The only access token that the server accepts. */
let validToken: string;
let isServerDown: boolean;
/** The response to a sign-out that the server refuses. */
let logoutRefusal: ((authorization: string | null) => FakeResponse) | undefined;
let isRefreshLimited: boolean;
let issuedTokens: number;
let requestedUrls: string[];
const disposals: (() => void)[] = [];

beforeEach(() => {
  cookieUser = undefined;
  validToken = '';
  isServerDown = false;
  logoutRefusal = undefined;
  isRefreshLimited = false;
  issuedTokens = 0;
  requestedUrls = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    await Promise.resolve();
    if (isServerDown) throw new TypeError('offline');
    requestedUrls.push(url);
    const { status, body } = respond(url, new Headers(init.headers).get('authorization'));
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
});
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function respond(url: string, authorization: string | null): FakeResponse {
  if (url === '/api/desk') return { status: 200, body: { demo: true, build: 'b' } };
  if (url === '/api/auth/login') return issueToken(ada);
  if (url === '/api/auth/logout') {
    if (logoutRefusal) return logoutRefusal(authorization);
    cookieUser = undefined;
    return { status: 204 };
  }
  if (url === '/api/auth/refresh' && isRefreshLimited) return rateLimited;
  if (url === '/api/auth/refresh') return cookieUser ? issueToken(cookieUser) : unauthenticated;
  return authorization === `Bearer ${validToken}` ? { status: 200, body: { seq: 1 } } : unauthenticated;
}

const unauthenticated = { status: 401, body: { code: 'unauthenticated', detail: 'Sign in.', status: 401 } };
const rateLimited = { status: 429, body: { code: 'rate_limited', detail: 'Wait.', status: 429 } };
function issueToken(user: User): FakeResponse {
  cookieUser = user;
  validToken = `t${++issuedTokens}`;
  return { status: 200, body: { token: validToken, expiresIn: 900, user } };
}

function open(): Session {
  return createRoot((dispose) => {
    disposals.push(dispose);
    return createSession();
  });
}
const refreshCount = () => requestedUrls.filter((url) => url === '/api/auth/refresh').length;
const waitUntilStarted = (session: Session) =>
  vi.waitFor(() => expect(session.state().is).not.toBe('starting'));

test('a refresh cookie signs in on load', async () => {
  cookieUser = ada;
  const session = open();
  expect(session.state().is).toBe('starting');
  await waitUntilStarted(session);
  expect(session.state()).toEqual({ is: 'signedIn', user: ada });
});

test('without a refresh cookie the state is signed out', async () => {
  const session = open();
  await waitUntilStarted(session);
  expect(session.state()).toEqual({ is: 'signedOut' });
});

test('an unreachable server does not sign out, and a retry signs in', async () => {
  cookieUser = ada;
  isServerDown = true;
  const session = open();
  await vi.waitFor(() => expect(session.state()).toEqual({ is: 'starting', unreachable: true }));
  isServerDown = false;
  session.retry();
  await waitUntilStarted(session);
  expect(session.state().is).toBe('signedIn');
});

test('concurrent requests with an expired token renew it once, and all succeed', async () => {
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  validToken = 'unknown';
  const request = session.requestAs(ada);
  const responses = await Promise.all([1, 2, 3, 4].map(() => request('countTickets', {})));
  expect(responses).toHaveLength(4);
  expect(refreshCount()).toBe(2);
});

test('a token that expires soon is renewed before it is used', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  vi.setSystemTime(Date.now() + 880_000);
  expect((await session.token(ada)).token).toBe('t2');
});

test('a token is renewed in time although the clock was set back', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  vi.advanceTimersByTime(880_000);
  vi.setSystemTime(Date.now() - 3 * 3_600_000);
  expect((await session.token(ada)).token).toBe('t2');
});

test('an expired session keeps its user and sends no more requests', async () => {
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  cookieUser = undefined;
  validToken = 'unknown';
  await expect(session.requestAs(ada)('countTickets', {})).rejects.toBeInstanceOf(ApiError);
  expect(session.state()).toEqual({ is: 'expired', user: ada });
  const countBefore = requestedUrls.length;
  await expect(session.requestAs(ada)('countTickets', {})).rejects.toBeInstanceOf(ApiError);
  expect(requestedUrls.length).toBe(countBefore);
});

test('requests succeed after a new sign-in', async () => {
  const session = open();
  await waitUntilStarted(session);
  await session.login({ email: 'ada@x', password: 'p' });
  validToken = 'unknown';
  cookieUser = undefined;
  await session
    .requestAs(ada)('countTickets', {})
    .catch(() => {});
  expect(session.state().is).toBe('expired');
  await session.login({ email: 'ada@x', password: 'p' });
  await expect(session.requestAs(ada)('countTickets', {})).resolves.toEqual({ seq: 1 });
});

test('a request of the previous user is not repeated as the next user', async () => {
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  cookieUser = cleo;
  validToken = 'unknown';
  await expect(session.requestAs(ada)('countTickets', {})).rejects.toThrow();
  expect(session.state()).toEqual({ is: 'signedIn', user: cleo });
  expect(requestedUrls.filter((url) => url === '/api/tickets/counts')).toHaveLength(1);
});

test('a sign-out applies to other tabs', async () => {
  cookieUser = ada;
  const [tab, otherTab] = [open(), open()];
  await Promise.all([waitUntilStarted(tab), waitUntilStarted(otherTab)]);
  await tab.logout();
  await vi.waitFor(() => expect(otherTab.state().is).toBe('signedOut'));
});

test('a sign-in applies to other tabs', async () => {
  const otherTab = open();
  await waitUntilStarted(otherTab);
  const tab = open();
  await waitUntilStarted(tab);
  await tab.login({ email: 'ada@x', password: 'p' });
  await vi.waitFor(() => expect(otherTab.state()).toEqual({ is: 'signedIn', user: ada }));
});

test('a sign-out that failed offline is repeated at the next start, before the refresh cookie is used', async () => {
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  isServerDown = true;
  await session.logout();
  expect(session.state().is).toBe('signedOut');
  isServerDown = false;
  const nextPage = open();
  await waitUntilStarted(nextPage);
  expect(nextPage.state().is).toBe('signedOut');
  expect(cookieUser).toBeUndefined();
});

test('a refresh response that arrives after a sign-out is ignored', async () => {
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  const refresh = session.refresh();
  await session.logout();
  await refresh.catch(() => {});
  expect(session.state().is).toBe('signedOut');
});

test.each([
  ['429', () => rateLimited],
  ['403', () => ({ status: 403, body: { code: 'forbidden', detail: 'Foreign origin.', status: 403 } })],
])('a sign-out refused with %s stays pending until the server ends the session', async (_, refusal) => {
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  logoutRefusal = refusal;
  await session.logout();
  const refused = open();
  await waitUntilStarted(refused);
  expect([refused.state().is, cookieUser]).toEqual(['signedOut', ada]);
  logoutRefusal = undefined;
  const next = open();
  await waitUntilStarted(next);
  expect([next.state().is, cookieUser]).toEqual(['signedOut', undefined]);
});

test('a sign-out whose token is refused ends the session of the cookie', async () => {
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  logoutRefusal = (authorization) => {
    if (authorization) return unauthenticated;
    cookieUser = undefined;
    return { status: 204 };
  };
  await session.logout();
  expect(cookieUser).toBeUndefined();
});

test('a refresh refused with 429 does not end the session', async () => {
  cookieUser = ada;
  const session = open();
  await waitUntilStarted(session);
  isRefreshLimited = true;
  await session.refresh().catch(() => {});
  expect(session.state().is).toBe('signedIn');
  isRefreshLimited = false;
  await expect(session.requestAs(ada)('countTickets', {})).resolves.toEqual({ seq: 1 });
});
