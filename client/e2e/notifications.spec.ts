import { expect } from 'vitest';
import { createReply, createTicket, createTicketInStatus, waitFor } from '../../server/testing/test-app.ts';
import { NO_NETWORK, test } from './support/fixtures.ts';

test('a desktop notification is shown in plain text, only when enabled and while the tab is hidden', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicket(carl, { subject: '<img src=x onerror=alert(1)> & co' });
  const other = await createTicket(carl);
  for (const { id } of [ticket, other]) {
    await ada.post(`/api/tickets/${id}/assign`);
    // A new ticket is unread: its first reply would not change the number of unread tickets.
    await ada.put(`/api/tickets/${id}/read`, { upTo: 'description' });
  }
  const page = await open(ada, '/settings', { permissions: ['notifications'] });
  await page.evaluate(() => {
    const notifications: { title: string; body?: string | undefined }[] = [];
    class Recorder {
      static permission = 'granted';
      static requestPermission = () => Promise.resolve('granted');
      constructor(title: string, { body }: NotificationOptions) {
        notifications.push({ title, body });
      }
    }
    Object.assign(window, { notifications, Notification: Recorder });
  });
  type Shown = { title: string; body: string };
  const shown = () => page.evaluate(() => (window as unknown as { notifications: Shown[] }).notifications);
  const unread = async () => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
  await page.locator('.nav-count').first().waitFor();
  const unreadBefore = await unread();
  await createReply(carl, ticket, 'Notifications are off');
  await page.getByRole('switch', { name: 'Desktop notifications' }).click();
  // On another ticket: its own unread count shows that the page has received the reply before the tab is hidden.
  await createReply(carl, other, 'The tab is visible');
  const hideTab = () => Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
  await waitFor(async () => (await unread()) === unreadBefore + 2);
  await page.evaluate(hideTab);
  await createReply(carl, ticket, 'The tab is hidden');
  await waitFor(async () => (await shown()).length > 0);
  expect(await shown()).toEqual([
    { title: '<img src=x onerror=alert(1)> & co', body: expect.stringContaining(carl.user.name) },
  ]);
});

test('a newer build on the server offers a reload and does not reload by itself', async ({
  app,
  open,
  network,
  allowConsoleErrors,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, '/queue', { url: network.url });
  allowConsoleErrors(NO_NETWORK);
  const builds = ['older', 'newer'];
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((text) =>
      socket.send(String(text).replace(/"build":"[^"]*"/, () => `"build":"${builds.shift()}"`)),
    );
  });
  await page.reload();
  await waitFor(() => builds.length === 1);
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  network.disconnect();
  network.reconnect();
  await page.locator('.connection-banner', { hasText: 'A new version is ready.' }).waitFor();
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
  await page.getByRole('button', { name: 'Reload' }).click();
  await waitFor(() => page.evaluate(() => !('notReloaded' in window)));
});

test('a rate-limited sign-in shows a countdown and can be retried after it', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const ada = await app.createUser('agent');
  const page = await open(undefined, '/login');
  allowConsoleErrors(/status of 429/);
  const limited = { type: 'about:blank', title: 'Too Many Requests', status: 429, code: 'rate_limited' };
  await page.route(
    '**/api/auth/login',
    (route) =>
      route.fulfill({ status: 429, headers: { 'retry-after': '2' }, json: { ...limited, detail: 'Wait.' } }),
    { times: 1 },
  );
  await page.getByLabel('E-mail').fill(ada.user.email);
  await page.getByLabel('Password', { exact: true }).fill('correct horse');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(/[12] s\b/).waitFor();
  await page.getByText(/[12] s\b/).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: /Your account/ }).waitFor();
});
