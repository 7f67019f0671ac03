import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from './support/fixtures.ts';

/** Opens an operation in Swagger UI, fills it in, executes it, and returns the response. */
async function tryOut(page: Page, operation: string, { id, body }: { id?: number; body?: object } = {}) {
  const block = page.locator(`[id$="-${operation}"].opblock`);
  await block.locator('.opblock-summary-control').click();
  await block.getByRole('button', { name: 'Try it out' }).click();
  if (id) await block.locator('[data-param-name=id] input').fill(String(id));
  if (body) await block.locator('textarea.body-param__text').fill(JSON.stringify(body));
  const responsePromise = page.waitForResponse((response) => response.request().method() !== 'OPTIONS');
  await block.getByRole('button', { name: 'Execute' }).click();
  const response = await responsePromise;
  await block
    .locator('.live-responses-table .response-col_status', { hasText: `${response.status()}` })
    .waitFor();
  return { status: response.status(), body: await response.json() };
}

async function authorize(page: Page, token: string): Promise<void> {
  await page.locator('.auth-wrapper .authorize').click();
  await page.locator('.modal-ux input').fill(token);
  await page.locator('.modal-ux .authorize').click();
  await page.locator('.modal-ux .btn-done').click();
}

test('Swagger UI can log in, create a ticket and reply, without requests to other origins', async ({
  app,
  open,
}) => {
  const carl = await app.createUser('customer');
  const page = await open(undefined, '/docs');
  const login = await tryOut(page, 'login', {
    body: { email: carl.user.email, password: 'correct horse' },
  });
  await authorize(page, login.body.token);
  const created = await tryOut(page, 'createTicket', { body: { subject: 'Docs', description: 'By hand.' } });
  expect(created.status).toBe(201);
  const added = await tryOut(page, 'addReply', { id: created.body.id, body: { content: 'It works' } });
  expect([added.status, added.body.reply.content]).toEqual([201, 'It works']);
});

test('an operation without a token returns 401', async ({ open, allowConsoleErrors }) => {
  const page = await open(undefined, '/docs');
  allowConsoleErrors(/status of 401/);
  expect(await tryOut(page, 'countTickets')).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated' },
  });
});
