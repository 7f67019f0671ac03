import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
const isTestFile = (file: string) => /\.(test|spec)\.tsx?$/.test(file);
/** Code that ships. Tests, their support and measurements may import anything. */
const isProduct = (file: string) => !isTestFile(file) && !/\/(testing|bench|mutations|e2e)\//.test(file);

const files = globSync('{shared,server,client}/**/*.*', { cwd: ROOT }).filter((file) => !isTestFile(file));
const sources = files
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));

type Import = { file: string; of: string; typesOnly: boolean; dynamic: boolean };
const IMPORT =
  /(?:^|\n)(?:import|export)\s+(type\s)?([\w*{][^;'"=]*?)\sfrom\s+'([^']+)'|\bimport\s?(\(?)'([^']+)'/g;

/** Every import: of our files as a path from the root, of packages as their name. */
const allImports: Import[] = sources.flatMap(({ file, text }) =>
  [...text.matchAll(IMPORT)].map(([, type, names = '', from, call, bare]) => {
    const target = from ?? bare ?? '';
    const inBraces = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
    const named = inBraces
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    return {
      file,
      of: target.startsWith('.') ? path.join(path.dirname(file), target) : target,
      typesOnly: Boolean(type) || (named?.every((name) => name.startsWith('type ')) ?? false),
      dynamic: call === '(',
    };
  }),
);

/** The imports of product code. */
const imports = allImports.filter(({ file }) => isProduct(file));

const inside =
  (...folders: string[]) =>
  (file: string) =>
    folders.some((folder) => file.startsWith(folder));
const isOurs = inside('shared/', 'server/', 'client/');
const show = ({ file, of }: Import) => `${file} -> ${of}`;
/** The imports that match, as `file -> imported`. */
const importsWhere = (rule: (one: Import) => boolean) => imports.filter(rule).map(show);
/** The matches of a pattern in product code, as `file: text`. */
const matchesOf = (pattern: RegExp, allowed: (file: string) => boolean = () => false) =>
  sources
    .filter(({ file }) => isProduct(file) && !allowed(file))
    .flatMap(({ file, text }) =>
      [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(
        ([match]) => `${file}: ${match.trim()}`,
      ),
    );

/** The first circle of a graph, as the nodes on it; empty if there is none. */
function findCircle(edges: (readonly [string, string])[]): string[] {
  const targets = new Map<string, Set<string>>();
  for (const [from, to] of edges) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const search = (node: string, path: string[]): string[] => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const target of targets.get(node) ?? []) {
      const circle = search(target, [...path, node]);
      if (circle.length > 0) return circle;
    }
    done.add(node);
    return [];
  };
  for (const node of targets.keys()) {
    const circle = search(node, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** Static imports, of values and of types, also in the tests' support. */
const fileEdges = (side: string) =>
  allImports
    .filter(({ file, of, dynamic }) => inside(side)(file) && isOurs(of) && !dynamic)
    .map(({ file, of }) => [file, of] as const);

/** The part of a side that a file belongs to: its top folder, or the file itself. */
const partOf = (file: string) => {
  const [side, part = ''] = file.split('/');
  return side === 'shared' ? 'shared' : part;
};

/** The imports from a part to one that is not in a lower layer. In a layer of several parts each may import the others. */
function upwardImports(side: string, layers: string[][]): string[] {
  const layerOf = (file: string) => layers.findIndex((parts) => parts.includes(partOf(file)));
  return importsWhere(({ file, of }) => {
    if (!inside(side)(file) || !isOurs(of) || partOf(file) === partOf(of)) return false;
    return layerOf(file) < 0 || layerOf(of) < layerOf(file);
  });
}

it('this test reads every kind of import', () => {
  expect(imports).toContainEqual({ file: 'server/app.ts', of: 'koa', typesOnly: false, dynamic: false });
  expect(imports).toContainEqual({
    file: 'server/app.ts',
    of: 'server/config.ts',
    typesOnly: true,
    dynamic: false,
  });
  expect(imports.some(({ file, dynamic }) => inside('client/')(file) && dynamic)).toBe(true);
  expect(
    findCircle([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
    ]),
  ).toEqual(['b', 'c', 'b']);
});

describe('folders', () => {
  it('hold at most 16 files, tests not counted', () => {
    const byFolder = Object.groupBy(files, (file) => path.dirname(file));
    const full = Object.entries(byFolder).filter(([, content]) => (content?.length ?? 0) > 16);
    expect(full.map(([folder, content]) => `${folder}: ${content?.length}`)).toEqual([]);
  });

  it('server and client never import each other, and shared imports only itself and zod', () => {
    expect(importsWhere(({ file, of }) => inside('server/')(file) && inside('client/')(of))).toEqual([]);
    expect(importsWhere(({ file, of }) => inside('client/')(file) && inside('server/')(of))).toEqual([]);
    expect(
      importsWhere(({ file, of }) => inside('shared/')(file) && !inside('shared/')(of) && of !== 'zod'),
    ).toEqual([]);
  });
});

describe('the server', () => {
  const LAYERS = [
    ['main.ts'],
    ['cli'],
    ['app.ts'],
    ['auth', 'docs', 'health', 'http', 'realtime', 'tickets', 'users'],
    ['events', 'limits'],
    ['presenters', 'search'],
    ['db'],
    ['entities'],
    ['config.ts', 'errors.ts', 'origin.ts'],
    ['shared'],
  ];

  it('imports only lower layers', () => {
    expect(upwardImports('server/', LAYERS)).toEqual([]);
  });

  it('has no circle between folders', () => {
    const own = imports.filter(({ file, of }) => inside('server/')(file) && isOurs(of));
    const edges = own.map(({ file, of }) => [partOf(file), partOf(of)] as const);
    expect(findCircle(edges.filter(([from, to]) => from !== to))).toEqual([]);
  });

  it('has no circle between files, and shared has none', () => {
    expect(findCircle([...fileEdges('server/'), ...fileEdges('shared/')])).toEqual([]);
  });

  it('only main.ts imports app.ts', () => {
    expect(importsWhere(({ file, of }) => of === 'server/app.ts' && file !== 'server/main.ts')).toEqual([]);
  });

  it('http/ imports nothing of auth/', () => {
    expect(
      importsWhere(({ file, of }) => inside('server/http/')(file) && inside('server/auth/')(of)),
    ).toEqual([]);
  });

  it('realtime/ changes no ticket: it imports no command', () => {
    expect(
      importsWhere(
        ({ file, of }) => inside('server/realtime/')(file) && /\/(commands|read-marks)\.ts$/.test(of),
      ),
    ).toEqual([]);
  });

  it('only the HTTP side imports Koa', () => {
    const allowed = (file: string) =>
      inside('server/http/', 'server/docs/', 'server/app.ts')(file) ||
      /\/(routes|middleware|session-cookie)\.ts$/.test(file);
    expect(importsWhere(({ file, of }) => /^(@koa\/|koa)/.test(of) && !allowed(file))).toEqual([]);
  });

  it('only realtime/ uses Socket.IO and emits to rooms', () => {
    expect(importsWhere(({ file, of }) => of === 'socket.io' && !inside('server/realtime/')(file))).toEqual(
      [],
    );
    expect(matchesOf(/\bio\.(to|in|emit|sockets)\b/, inside('server/realtime/'))).toEqual([]);
  });

  it('loads the code for PostgreSQL only if it is used', () => {
    const isPostgres = inside('server/db/postgres', '@mikro-orm/postgresql');
    expect(
      importsWhere(
        ({ file, of, typesOnly, dynamic }) => isPostgres(of) && !isPostgres(file) && !typesOnly && !dynamic,
      ),
    ).toEqual([]);
    expect(imports.some(({ of, dynamic }) => dynamic && of === 'server/db/postgres.ts')).toBe(true);
  });

  it('opens no outbound connection', () => {
    const CLIENTS = /^(node:)?(https?|net|tls|dgram|undici|axios|got|node-fetch)$/;
    const allowed = ({ file, of, typesOnly }: Import) =>
      typesOnly || file === 'server/app.ts' || of === 'node:net';
    expect(
      importsWhere((one) => inside('server/')(one.file) && CLIENTS.test(one.of) && !allowed(one)),
    ).toEqual([]);
    expect(matchesOf(/\b(https?|net|tls)\.(request|get|connect)\(/, inside('client/', 'shared/'))).toEqual(
      [],
    );
  });
});

describe('the client', () => {
  const LAYERS = [
    ['main.tsx'],
    ['app.tsx'],
    ['app'],
    ['features'],
    ['ui'],
    ['data'],
    ['paths.ts'],
    ['styles'],
    ['shared'],
  ];
  const BASE_FEATURES = ['tickets', 'thread', 'auth'];
  const featureOf = (file: string) => /^client\/features\/([^/]+)\//.exec(file)?.[1];

  it('imports only lower layers: app -> features -> ui -> data -> shared', () => {
    expect(upwardImports('client/', LAYERS)).toEqual([]);
  });

  it('a feature imports no other feature except the base ones', () => {
    expect(
      importsWhere(({ file, of }) => {
        const [from, to] = [featureOf(file), featureOf(of)];
        return from !== undefined && to !== undefined && from !== to && !BASE_FEATURES.includes(to);
      }),
    ).toEqual([]);
  });

  it('has no circle between files', () => {
    expect(findCircle(fileEdges('client/'))).toEqual([]);
  });

  it('paths.ts imports only shared', () => {
    expect(importsWhere(({ file, of }) => file === 'client/paths.ts' && !inside('shared/')(of))).toEqual([]);
  });

  it('only data/ uses Socket.IO, and only its request module fetches', () => {
    expect(
      importsWhere(({ file, of }) => of === 'socket.io-client' && !inside('client/data/')(file)),
    ).toEqual([]);
    expect(
      matchesOf(
        /\bfetch\(|new (XMLHttpRequest|WebSocket|EventSource)|sendBeacon/,
        inside('client/data/http/request.ts'),
      ),
    ).toEqual([]);
  });

  it('loads no zod: it imports values only from the parts of shared without it', () => {
    const LIGHT = [
      'demo-accounts',
      'paths',
      'policy',
      'presence',
      'search-hits',
      'search-text',
      'ticket-list',
      'vocabulary',
      'workflow',
      'workflow-state',
    ].map((name) => `shared/${name}.ts`);
    const isHeavy = (of: string) => (inside('shared/')(of) && !LIGHT.includes(of)) || of === 'zod';
    const loads = (from: (file: string) => boolean) =>
      importsWhere(({ file, of, typesOnly }) => from(file) && !typesOnly && isHeavy(of));
    expect(loads(inside('client/'))).toEqual([]);
    expect(loads((file) => LIGHT.includes(file))).toEqual([]);
  });

  it('X-1 makes no HTML from strings', () => {
    expect(matchesOf(/\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write/)).toEqual([]);
  });
});

describe('the guards', () => {
  it('shared reads no clock and no environment', () => {
    expect(
      matchesOf(/Date\.now\(|new Date\(\)|performance\.now|process\./, (file) => !inside('shared/')(file)),
    ).toEqual([]);
  });

  it('AZ-5 only tickets/commands.ts, and for sample data its equivalent in memory, create and change tickets and replies', () => {
    const ENTITIES = ['ticket', 'reply', 'thread-head'].map((name) => `server/entities/${name}.ts`);
    const allowed = inside(
      'server/tickets/commands.ts',
      'server/tickets/stored-tickets.ts',
      'server/cli/sample-data/apply-command.ts',
      'server/db/options.ts',
      'server/entities/',
    );
    expect(
      importsWhere(({ file, of, typesOnly }) => ENTITIES.includes(of) && !typesOnly && !allowed(file)),
    ).toEqual([]);
    const storage = inside('server/tickets/stored-tickets.ts');
    expect(
      matchesOf(/(insertInto|updateTable|deleteFrom)\('(tickets|replies|thread_heads)'/, storage),
    ).toEqual([]);
    expect(importsWhere(({ file, of }) => storage(of) && file !== 'server/tickets/commands.ts')).toEqual([]);
    expect(
      matchesOf(
        /\b(insert into|update|delete from) (tickets|replies|thread_heads)\b/i,
        inside('server/db/migrations/'),
      ),
    ).toEqual([]);
  });

  it('only the seed command writes sample data, in bulk', () => {
    const SAMPLE_DATA = 'server/cli/sample-data/';
    expect(
      importsWhere(
        ({ file, of }) => inside(SAMPLE_DATA)(of) && !inside(SAMPLE_DATA, 'server/cli/seed.ts')(file),
      ),
    ).toEqual([]);
    expect(
      importsWhere(
        ({ file, of }) =>
          of === 'better-sqlite3' && !inside(SAMPLE_DATA, 'server/db/', 'server/cli/backup.ts')(file),
      ),
    ).toEqual([]);
  });

  it('AZ-5 tickets are read only through the scope', () => {
    expect(matchesOf(/selectFrom\(\s*'tickets/, inside('server/tickets/scope.ts'))).toEqual([]);
  });

  it('AZ-7 no entity is assigned from an object as a whole, and only the contract parses requests', () => {
    expect(matchesOf(/\bem\.assign\(|\bwrap\([^)]*\)\.assign\(/)).toEqual([]);
    expect(
      matchesOf(
        /ctx\.(request\.body|query|params)\b/,
        inside('server/http/serve.ts', 'server/docs/swagger-ui.ts', 'client/'),
      ),
    ).toEqual([]);
  });

  it('only events/ reads and appends to the event log, and nothing changes or removes its rows', () => {
    const EVENT = 'server/entities/event.ts';
    const allowed = inside('server/events/', 'server/db/options.ts', EVENT);
    expect(importsWhere(({ file, of, typesOnly }) => of === EVENT && !typesOnly && !allowed(file))).toEqual(
      [],
    );
    expect(
      matchesOf(/(selectFrom|insertInto|updateTable|deleteFrom|[jJ]oin)\('events/, inside('server/events/')),
    ).toEqual([]);
    // The backup reports the last event of its copy.
    expect(
      matchesOf(
        /\b(from|into|update) events\b/i,
        inside('server/cli/backup.ts', 'server/db/migrations/', 'client/'),
      ),
    ).toEqual([]);
    expect(matchesOf(/(updateTable|deleteFrom)\('events/)).toEqual([]);
  });

  it('RT-9 messages of clients are received only through the safe listener', () => {
    expect(
      matchesOf(
        /\bsocket\.(on|once|onAny)\((?!'disconnect')[^\n]*/,
        inside('server/realtime/safe-listener.ts', 'client/'),
      ),
    ).toEqual([]);
  });

  it('RT-10 connection state recovery stays off', () => {
    expect(matchesOf(/connectionStateRecovery/, inside('client/'))).toEqual([]);
  });
});
