import { expect, test, vi } from 'vitest';
import { ApiError, NetworkError } from '../http/request.ts';
import { cleo } from '../testing/test-client.ts';
import { createSignUp } from './sign-up.ts';

const credentials = { email: 'cleo@x', password: 'a few good words' };
const lost = () => Promise.reject(new NetworkError('lost'));
const refused = (code: string) => () =>
  // Seam: the parts of a problem that the client reads.
  Promise.reject(new ApiError({ code, detail: code } as ApiError['problem']));
const open = () => {
  const login = vi.fn(async () => cleo);
  return { login, signUp: createSignUp({ login }) };
};

test('after a lost answer, an attempt refused because the account exists signs in', async () => {
  const { login, signUp } = open();
  await expect(signUp.run(credentials, lost)).rejects.toThrow('lost');
  expect(await signUp.run(credentials, refused('email_taken'))).toEqual(cleo);
  expect(login).toHaveBeenCalledWith(credentials);
});

test('does not sign in without a lost answer, with other values, or after another refusal', async () => {
  const { login, signUp } = open();
  await expect(signUp.run(credentials, refused('email_taken'))).rejects.toThrow('email_taken');
  await expect(signUp.run(credentials, lost)).rejects.toThrow('lost');
  const other = { ...credentials, password: 'other words' };
  await expect(signUp.run(other, refused('email_taken'))).rejects.toThrow('email_taken');
  await expect(signUp.run(credentials, refused('invalid'))).rejects.toThrow('invalid');
  expect(login).not.toHaveBeenCalled();
});

test('a sign-in that fails leaves the first refusal: the address belongs to another account', async () => {
  const { login, signUp } = open();
  await expect(signUp.run(credentials, lost)).rejects.toThrow('lost');
  login.mockRejectedValue(new Error('wrong password'));
  await expect(signUp.run(credentials, refused('email_taken'))).rejects.toThrow('email_taken');
});
