import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
/** What judges the desk is no part of it. */
const isTest = (file: string) => /\.test\.tsx?$|\/(testing|bench|mutations|e2e)\//.test(file);

type Source = { file: string; text: string };
const sources: Source[] = globSync('{shared,server,client}/**/*.{ts,tsx}', { cwd: ROOT })
  .filter((file) => !isTest(file))
  .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));

type Import = { file: string; of: string; typesOnly: boolean };
const IMPORT =
  /(?:^|\n)(?:import|export)\s+(type\s)?([\w*{][^;'"=]*?)\sfrom\s+'([^']+)'|\bimport\s?\(?'([^']+)'/g;

/** What each file imports: ours as a path from the root, others by their name. */
const imports: Import[] = sources.flatMap(({ file, text }) =>
  [...text.matchAll(IMPORT)].map(([, type, names = '', from, bare]) => {
    const target = from ?? bare ?? '';
    const named = /^\{([^}]*)\}$/
      .exec(names.trim())?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    return {
      file,
      of: target.startsWith('.') ? path.join(path.dirname(file), target) : target,
      typesOnly: Boolean(type) || (named?.every((name) => name.startsWith('type ')) ?? false),
    };
  }),
);

const inside =
  (...folders: string[]) =>
  (file: string) =>
    folders.some((folder) => file.startsWith(folder));
const fromUs = inside('shared/', 'server/', 'client/');
/** Imports that break a rule, one a line: `who -> what`. */
const breaking = (rule: (one: Import) => boolean) =>
  imports.filter(rule).map(({ file, of }) => `${file} -> ${of}`);
/** Lines of code that a file should leave to another, one a line. */
const saying = (words: RegExp, allowed: (file: string) => boolean) =>
  sources
    .filter(({ file }) => !allowed(file))
    .flatMap(({ file, text }) =>
      (text.match(new RegExp(words, 'g')) ?? []).map((line) => `${file}: ${line.trim()}`),
    );

describe('who may import whom', () => {
  it('this test reads what it thinks it reads', () => {
    expect(imports).toContainEqual({ file: 'server/app.ts', of: 'koa', typesOnly: false });
    expect(imports).toContainEqual({ file: 'server/app.ts', of: 'server/config.ts', typesOnly: true });
    expect(
      imports.some(({ file, of }) => file.startsWith('client/features/') && of.startsWith('client/ui/')),
    ).toBe(true);
  });

  it('shared imports shared and zod, and reads no clock and no file', () => {
    expect(
      breaking(({ file, of }) => inside('shared/')(file) && !inside('shared/')(of) && of !== 'zod'),
    ).toEqual([]);
    expect(
      saying(/Date\.now\(|new Date\(\)|performance\.now|process\./, (file) => !inside('shared/')(file)),
    ).toEqual([]);
  });

  it('server and client never import each other', () => {
    expect(breaking(({ file, of }) => inside('server/')(file) && inside('client/')(of))).toEqual([]);
    expect(breaking(({ file, of }) => inside('client/')(file) && inside('server/')(of))).toEqual([]);
  });

  it('the browser gets of shared only what needs no zod', () => {
    const LIGHT = [
      'vocabulary',
      'workflow',
      'workflow-state',
      'policy',
      'presence',
      'ticket-list',
      'paths',
    ].map((name) => `shared/${name}.ts`);
    const heavy = (of: string) => (inside('shared/')(of) && !LIGHT.includes(of)) || of === 'zod';
    expect(breaking(({ file, of, typesOnly }) => inside('client/')(file) && !typesOnly && heavy(of))).toEqual(
      [],
    );
    expect(breaking(({ file, of, typesOnly }) => LIGHT.includes(file) && !typesOnly && heavy(of))).toEqual(
      [],
    );
  });

  it('only http/, routes.ts, session-cookie.ts and app.ts know Koa', () => {
    const koa = (of: string) => /^(@koa\/|koa)/.test(of);
    const allowed = (file: string) =>
      inside('server/http/', 'server/docs/', 'server/limits/')(file) ||
      /\/(routes|app|session-cookie)\.ts$/.test(file);
    expect(breaking(({ file, of }) => koa(of) && !allowed(file))).toEqual([]);
  });

  it('only realtime/ knows Socket.IO, only client/data/ knows the network', () => {
    expect(breaking(({ file, of }) => of === 'socket.io' && !inside('server/realtime/')(file))).toEqual([]);
    expect(breaking(({ file, of }) => of === 'socket.io-client' && !inside('client/data/')(file))).toEqual(
      [],
    );
    expect(
      saying(
        /\bfetch\(|new (XMLHttpRequest|WebSocket|EventSource)|sendBeacon/,
        inside('client/data/http/request.ts'),
      ),
    ).toEqual([]);
    expect(saying(/\bio\.(to|in|emit|sockets)\b/, inside('server/realtime/'))).toEqual([]);
  });

  it('the server calls nobody: no outbound client at all', () => {
    const CLIENTS = /^(node:)?(https?|net|tls|dgram|undici|axios|got|node-fetch)$/;
    expect(
      breaking(
        ({ file, of, typesOnly }) =>
          inside('server/')(file) &&
          CLIENTS.test(of) &&
          !typesOnly &&
          file !== 'server/app.ts' &&
          of !== 'node:net',
      ),
    ).toEqual([]);
    expect(saying(/\b(https?|net|tls)\.(request|get|connect)\(/, inside('client/', 'shared/'))).toEqual([]);
  });

  it('realtime never imports commands, and tickets of realtime only the log', () => {
    expect(
      breaking(({ file, of }) => inside('server/realtime/')(file) && /\/(commands|read-marks)\.ts$/.test(of)),
    ).toEqual([]);
    const realtime = (of: string) => inside('server/realtime/')(of) && of !== 'server/events/event-log.ts';
    expect(breaking(({ file, of }) => inside('server/tickets/')(file) && realtime(of))).toEqual([]);
  });

  it('entities import entities, errors and shared; shared things do not look upwards', () => {
    const below = (of: string) =>
      inside('server/entities/', 'shared/')(of) || of === 'server/errors.ts' || !fromUs(of);
    expect(breaking(({ file, of }) => inside('server/entities/')(file) && !below(of))).toEqual([]);
    expect(breaking(({ of }) => of === 'server/main.ts')).toEqual([]);
    expect(breaking(({ file, of }) => of === 'server/app.ts' && file !== 'server/main.ts')).toEqual([]);
  });
});

describe('who may do what', () => {
  it('AZ-5 only commands.ts makes and changes tickets and replies', () => {
    const COMMANDS = 'server/tickets/commands.ts';
    const ENTITIES = ['ticket', 'reply', 'thread-head'].map((name) => `server/entities/${name}.ts`);
    const allowed = (file: string) =>
      file === COMMANDS || file === 'server/db/orm.ts' || inside('server/entities/')(file);
    expect(
      breaking(({ file, of, typesOnly }) => ENTITIES.includes(of) && !typesOnly && !allowed(file)),
    ).toEqual([]);
    expect(
      saying(/(insertInto|updateTable|deleteFrom)\('(tickets|replies|thread_heads)'/, () => false),
    ).toEqual([]);
    expect(
      saying(
        /\b(insert into|update|delete from) (tickets|replies|thread_heads)\b/i,
        inside('server/db/migrations/'),
      ),
    ).toEqual([]);
  });

  it('only events/ touches the log', () => {
    const log = inside('server/events/');
    const allowed = (file: string) =>
      log(file) || ['server/db/orm.ts', 'server/entities/event.ts', 'server/db/tables.ts'].includes(file);
    expect(
      breaking(
        ({ file, of, typesOnly }) => of === 'server/entities/event.ts' && !typesOnly && !allowed(file),
      ),
    ).toEqual([]);
    expect(saying(/(selectFrom|insertInto|updateTable|deleteFrom|[jJ]oin)\('events/, log)).toEqual([]);
    // The backup says how far its copy goes.
    expect(
      saying(
        /\b(from|into|update) events\b/i,
        inside('server/cli/backup.ts', 'server/db/migrations/', 'client/'),
      ),
    ).toEqual([]);
    expect(saying(/(updateTable|deleteFrom)\('events/, () => false)).toEqual([]);
  });

  it('AZ-5 tickets are read through the one scope', () => {
    expect(saying(/selectFrom\(\s*'tickets/, inside('server/tickets/scope.ts'))).toEqual([]);
  });

  it('RT-9 nobody listens to a client but through listenSafely', () => {
    expect(
      saying(
        /\bsocket\.(on|once|onAny)\((?!'disconnect')[^\n]*/,
        inside('server/realtime/safe-listener.ts', 'client/'),
      ),
    ).toEqual([]);
  });

  it('RT-10 connection state recovery stays off', () => {
    expect(saying(/connectionStateRecovery/, inside('client/'))).toEqual([]);
  });

  it('AZ-7 nothing is assigned wholesale, and no `where` is a request', () => {
    expect(saying(/\bem\.assign\(|\bwrap\([^)]*\)\.assign\(/, () => false)).toEqual([]);
    expect(
      saying(
        /ctx\.(request\.body|query|params)\b/,
        inside('server/http/serve.ts', 'server/docs/swagger-ui.ts', 'client/'),
      ),
    ).toEqual([]);
  });

  it('X-1 no HTML from strings', () => {
    expect(saying(/\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write/, () => false)).toEqual([]);
  });
});
