import fc from 'fast-check';
import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { ClientCore } from '../client-core.ts';
import { ApiError, NetworkError } from '../http/request.ts';
import { cleo, memoryStorage } from '../testing/test-client.ts';
import { keyOfText } from './key-of-text.ts';
import { createTicketSubmission, type SentTicket } from './ticket-submission.ts';

type Outcome = 'answered' | 'lost before' | 'lost after' | 'refused' | 'rate limited';

/** A server that stores a ticket per key, as the API does, and answers as the test decides. */
class TicketServer {
  outcome: Outcome = 'answered';
  readonly tickets: string[] = [];
  readonly #ids = new Map<string, { id: number; content: string }>();

  createTicket = async (draft: unknown, key: string) => {
    const content = JSON.stringify(draft);
    if (this.outcome === 'lost before') throw new NetworkError('lost');
    if (this.outcome === 'refused') throw refusal('invalid');
    if (this.outcome === 'rate limited') throw refusal('rate_limited');
    const known = this.#ids.get(key);
    if (known && known.content !== content) throw refusal('idempotency_key_reused');
    const id = known?.id ?? this.tickets.push(content);
    this.#ids.set(key, { id, content });
    if (this.outcome === 'lost after') throw new NetworkError('lost');
    return { id };
  };
}

const refusal = (code: string) =>
  // Seam: the parts of a problem that the client reads.
  new ApiError({ code, detail: code } as ApiError['problem']);

const open = (server: TicketServer, storage = memoryStorage()) =>
  createRoot(() =>
    // Seam: the members of the core that the submission uses.
    createTicketSubmission({ me: cleo, storage, use: () => server } as unknown as ClientCore),
  );
const form = (subject: string, key = 'draft 1'): SentTicket => ({
  subject,
  description: 'It smokes.',
  priority: 'medium',
  key,
});
const subjects = (server: TicketServer) => server.tickets.map((text) => JSON.parse(text).subject);
const failed = (submission: Promise<unknown>) =>
  submission.then(
    () => 'sent',
    (error) => error.message,
  );

test('after a lost answer, changed content is not sent: the first content is sent again under its key', async () => {
  const server = new TicketServer();
  const page = open(server);
  server.outcome = 'lost after';
  expect(await failed(page.submit(form('one')))).toBe('lost');
  expect(page.unconfirmed()).toMatchObject({ subject: 'one' });
  server.outcome = 'answered';
  expect(await page.submit(form('two'))).toMatchObject({ ticket: { id: 1 }, sent: { subject: 'one' } });
  expect(page.unconfirmed()).toBeUndefined();
  expect(await page.submit(form('two'))).toMatchObject({ ticket: { id: 2 }, sent: { subject: 'two' } });
  expect(subjects(server)).toEqual(['one', 'two']);
});

test('a ticket without an answer is known after a reload and in another tab', async () => {
  const server = new TicketServer();
  const storage = memoryStorage();
  server.outcome = 'lost after';
  await failed(open(server, storage).submit(form('one')));
  server.outcome = 'answered';
  const later = open(server, storage);
  expect(later.unconfirmed()).toMatchObject({ subject: 'one' });
  await later.submit(form('one'));
  expect(subjects(server)).toEqual(['one']);
  expect(storage.map.size).toBe(0);
});

test('two tabs with the same draft create one ticket', async () => {
  const server = new TicketServer();
  const storage = memoryStorage();
  const [tab, other] = [open(server, storage), open(server, storage)];
  const [first, second] = await Promise.all([tab.submit(form('one')), other.submit(form('one'))]);
  expect([first.ticket.id, second.ticket.id]).toEqual([1, 1]);
});

test('a refused ticket may be changed: its content was never stored', async () => {
  const server = new TicketServer();
  const page = open(server);
  server.outcome = 'refused';
  expect(await failed(page.submit(form('one')))).toBe('invalid');
  server.outcome = 'answered';
  expect(await page.submit(form('two'))).toMatchObject({ sent: { subject: 'two' } });
  expect(subjects(server)).toEqual(['two']);
});

test('a rate limit after a lost answer does not show that the ticket was refused', async () => {
  const server = new TicketServer();
  const page = open(server);
  server.outcome = 'lost after';
  await failed(page.submit(form('one')));
  server.outcome = 'rate limited';
  await failed(page.submit(form('one')));
  server.outcome = 'answered';
  expect(await page.submit(form('two'))).toMatchObject({ ticket: { id: 1 }, sent: { subject: 'one' } });
});

test('the same text can be submitted again as another draft', async () => {
  const server = new TicketServer();
  const page = open(server);
  await page.submit(form('one', 'draft 1'));
  await page.submit(form('one', 'draft 2'));
  expect(subjects(server)).toEqual(['one', 'one']);
});

test('no content is created twice and no key is reused, whatever is lost, changed, reloaded or sent in two tabs', async () => {
  const step = fc.record({
    subject: fc.constantFrom('one', 'two', 'three'),
    outcome: fc.constantFrom<Outcome>('answered', 'lost before', 'lost after', 'refused', 'rate limited'),
    tab: fc.nat(1),
    reload: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const server = new TicketServer();
      const storage = memoryStorage();
      const tabs = [open(server, storage), open(server, storage)];
      for (const { subject, outcome, tab, reload } of steps) {
        if (reload) tabs[tab] = open(server, storage);
        server.outcome = outcome;
        const result = await failed(tabs[tab]?.submit(form(subject)) ?? Promise.resolve());
        expect(result).not.toBe('idempotency_key_reused');
      }
      expect(new Set(server.tickets).size).toBe(server.tickets.length);
    }),
  );
});

test('the key is a UUID that depends on the text only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(keyOfText(a)).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
      expect(keyOfText(a) === keyOfText(b)).toBe(a === b);
    }),
  );
});
