import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from './support/fixtures.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

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

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const LIGHT = 'rgb(255, 255, 255)';
const DARK = 'rgb(23, 28, 37)';

test('the docs have the theme of the desk: the stored one, else the system’s, also after a change in another tab', async ({
  open,
}) => {
  const page = await open(undefined, '/docs', { colorScheme: 'dark' });
  expect(await background(page)).toBe(DARK);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await background(page)).toBe(LIGHT);
  const desk = await page.context().newPage();
  await desk.goto(new URL('/login', page.url()).href);
  await desk.evaluate(() => localStorage.setItem('theme', 'dark'));
  await expect.poll(() => background(page)).toBe(DARK);
  expect(await page.evaluate(() => document.documentElement.classList.contains('dark-mode'))).toBe(true);
  await desk.goto(page.url());
  expect(await background(desk)).toBe(DARK);
});

test('the docs link back to the desk', async ({ app, open }) => {
  const page = await open(await app.createUser('agent'), '/docs');
  await page.getByRole('link', { name: 'Back to the helpdesk' }).click();
  await page.waitForURL(/\/queue$/);
});

/** These concern the mark-up of Swagger UI, which a style sheet cannot change. */
const OWN_RULES = Object.fromEntries(
  [
    'button-name',
    'heading-order',
    'label',
    'label-content-name-mismatch',
    'landmark-unique',
    'region',
    'scrollable-region-focusable',
    'select-name',
  ].map((rule) => [rule, { enabled: false }]),
);

/** Runs axe in both themes. */
async function axeViolations(page: Page): Promise<string[]> {
  const all: string[] = [];
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(async (rules) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run({ resultTypes: ['violations'], rules });
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).slice(0, 4)}`,
      );
    }, OWN_RULES);
    all.push(...found.map((violation) => `${colorScheme} ${violation}`));
  }
  return all;
}

test('the docs have no axe violations: operations, a request with its response, schemas, the token dialog', async ({
  open,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/status of 401/);
  const page = await open(undefined, '/docs', { reducedMotion: 'reduce' });
  await page.locator('.opblock').first().waitFor();
  await tryOut(page, 'createTicket', { body: { subject: 'Docs', description: 'By hand.' } });
  await page.locator('[id$="-listTickets"].opblock .opblock-summary-control').click();
  await page.locator('.json-schema-2020-12-accordion').first().click();
  expect(await axeViolations(page)).toEqual([]);
  await page.locator('.auth-wrapper .authorize').click();
  await page.locator('.modal-ux').waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

test('the docs fit a phone', async ({ open, allowConsoleErrors }) => {
  allowConsoleErrors(/status of 401/);
  const page = await open(undefined, '/docs', { viewport: { width: 390, height: 844 } });
  await tryOut(page, 'createTicket', { body: { subject: 'Docs', description: 'By hand.' } });
  await page.locator('[id$="-listTickets"].opblock .opblock-summary-control').click();
  await page.locator('.json-schema-2020-12-accordion').first().click();
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(widerThanWindow)).toEqual([]);
  }
});

/** Runs in the page: the elements that make it scroll sideways. */
function widerThanWindow(): string[] {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(
    (element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('pre'),
  );
  return [
    `${document.documentElement.scrollWidth}`,
    ...wide.map((element) => element.outerHTML.slice(0, 100)),
  ];
}
