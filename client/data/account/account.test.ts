import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../../../shared/schemas.ts';
import { NetworkError } from '../http/request.ts';
import type { Session } from '../session/session-context.ts';
import { apiError } from '../testing/fake-server.ts';
import { ada } from '../testing/test-client.ts';
import { type Account, createAccount } from './account.ts';

const device = (id: string, lastUsedAt: string, current = false): Device => ({
  id,
  device: 'node',
  createdAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: `2026-01-${lastUsedAt}T00:00:00.000Z`,
  current,
});

let requests: string[];
let devices: Device[];
let failures: Record<string, Error>;
let account: Account;
let dispose: () => void;
const flushPromises = () => new Promise((resolve) => setTimeout(resolve));
const ids = () => account.devices.value()?.map(({ id }) => id);

beforeEach(async () => {
  requests = [];
  failures = {};
  devices = [device('old', '02'), device('here', '01', true), device('new', '03')];
  const request = async (name: string) => {
    requests.push(name);
    if (failures[name]) throw failures[name];
    return name === 'listSessions' ? { sessions: structuredClone(devices) } : undefined;
  };
  // Seam: the members of a session that an account uses.
  const session = {
    requestAs: () => request,
    refresh: async () => void requests.push('refresh'),
  } as unknown as Session;
  [account, dispose] = createRoot((end) => [createAccount(session, ada), end]);
  await flushPromises();
});
afterEach(() => dispose());

test('lists this device first, then the others by last use', () => {
  expect(ids()).toEqual(['here', 'new', 'old']);
});

test('a rename refreshes the token, which contains the name', async () => {
  requests = [];
  await account.rename('Ada Byron');
  expect(requests).toEqual(['changeMe', 'refresh']);
});

test('a password change fetches the remaining devices', async () => {
  devices = [device('here', '01', true)];
  await account.changePassword('one', 'two');
  expect(ids()).toEqual(['here']);
});

test('a wrong password rejects with the error of the server', async () => {
  failures = { changePassword: apiError('invalid', 400) };
  await expect(account.changePassword('one', 'two')).rejects.toBe(failures.changePassword);
});

test('signing out a device that is already signed out succeeds', async () => {
  failures = { endSession: apiError('not_found', 404) };
  devices = devices.filter(({ id }) => id !== 'old');
  await account.signOut(device('old', '02'));
  expect(ids()).toEqual(['here', 'new']);
});

test('signing out a device rejects when the server cannot be reached', async () => {
  failures = { endSession: new NetworkError('lost') };
  await expect(account.signOut(device('old', '02'))).rejects.toThrow('lost');
});

test('a failed refresh keeps the loaded devices and sets the error', async () => {
  failures = { listSessions: new NetworkError('lost') };
  await account.devices.refresh();
  expect(ids()).toEqual(['here', 'new', 'old']);
  expect(account.devices.error()).toBe(failures.listSessions);
});
