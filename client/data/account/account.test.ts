import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../../../shared/schemas.ts';
import { ApiError, NetworkError } from '../http/request.ts';
import type { Session } from '../session/session-context.ts';
import { ada } from '../testing/test-client.ts';
import { type Account, createAccount } from './account.ts';

const device = (id: string, lastUsedAt: string, current = false): Device => ({
  id,
  device: 'node',
  createdAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: `2026-01-${lastUsedAt}T00:00:00.000Z`,
  current,
});
const refusal = (code: 'not_found' | 'invalid') =>
  new ApiError({ type: 'about:blank', title: code, status: 400, code, detail: code, requestId: 'r' });

let asked: string[];
let devices: Device[];
let failing: Record<string, Error>;
let account: Account;
let dispose: () => void;
const settled = () => new Promise((resolve) => setTimeout(resolve));
const ids = () => account.devices.value()?.map(({ id }) => id);

beforeEach(async () => {
  asked = [];
  failing = {};
  devices = [device('old', '02'), device('here', '01', true), device('new', '03')];
  const call = async (name: string) => {
    asked.push(name);
    if (failing[name]) throw failing[name];
    return name === 'listSessions' ? { sessions: structuredClone(devices) } : undefined;
  };
  // Seam: as much of a session as an account uses.
  const session = {
    requestAs: () => call,
    refresh: async () => void asked.push('refresh'),
  } as unknown as Session;
  [account, dispose] = createRoot((end) => [createAccount(session, ada), end]);
  await settled();
});
afterEach(() => dispose());

test('this device comes first, then the last used', () => {
  expect(ids()).toEqual(['here', 'new', 'old']);
});

test('a new name comes with a new token', async () => {
  asked = [];
  await account.rename('Ada Byron');
  expect(asked).toEqual(['changeMe', 'refresh']);
});

test('changing the password shows at once who is still signed in', async () => {
  devices = [device('here', '01', true)];
  await account.changePassword('one', 'two');
  expect(ids()).toEqual(['here']);
});

test('a wrong password changes nothing and is told', async () => {
  failing = { changePassword: refusal('invalid') };
  await expect(account.changePassword('one', 'two')).rejects.toBe(failing.changePassword);
});

test('signing out a device that is gone already is no failure', async () => {
  failing = { endSession: refusal('not_found') };
  devices = devices.filter(({ id }) => id !== 'old');
  await account.signOut(device('old', '02'));
  expect(ids()).toEqual(['here', 'new']);
});

test('signing out without an answer is one', async () => {
  failing = { endSession: new NetworkError('lost') };
  await expect(account.signOut(device('old', '02'))).rejects.toThrow('lost');
});

test('what was read stays on screen when reading again fails, and the reason is told', async () => {
  failing = { listSessions: new NetworkError('lost') };
  await account.devices.refresh();
  expect(ids()).toEqual(['here', 'new', 'old']);
  expect(account.devices.error()).toBe(failing.listSessions);
});
