import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LEASE_SECONDS } from '../../shared/presence.ts';
import { withSettings } from '../cli/document-settings.ts';
import { Environment } from '../config.ts';
import { createTicket, startTestApp, waitFor } from '../testing/test-app.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
/** The changelog is left out: it may name what no longer exists. */
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/*.md', { cwd: ROOT }).toSorted(),
];
const OPERATIONS = read('docs/operations.md');

/** Every match of a pattern with one group, as that group. */
const groupsOf = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, group = '']) => group);
const sourceFiles = globSync('{.ci,client,docs,server,shared}/**/*', { cwd: ROOT });
const namesOfFiles = new Set(
  [...sourceFiles, ...globSync('*', { cwd: ROOT })].map((file) => path.basename(file)),
);

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document);
  const quoted = groupsOf(text.replace(/```[\s\S]*?```/g, ''), /`([^`\n]+)`/g);

  it('names existing paths', () => {
    const paths = quoted.filter((name) => /^(\.ci|client|docs|server|shared)\/\S*$/.test(name));
    expect(paths.filter((name) => globSync(name, { cwd: ROOT }).length === 0)).toEqual([]);
  });

  it('names existing files', () => {
    const files = quoted.filter((name) => /^[\w.-]+\.(ts|tsx|css|json|sql|md)$/.test(name));
    expect(files.filter((name) => !namesOfFiles.has(name))).toEqual([]);
  });

  it('links to existing files', () => {
    const links = groupsOf(text, /\]\(([^)#]+)/g).filter((link) => !/^https?:/.test(link));
    const missing = links.filter((link) => !existsSync(path.join(ROOT, path.dirname(document), link)));
    expect(missing).toEqual([]);
  });

  it('names existing npm scripts', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = groupsOf(text, /\bnpm (?:run )?((?<=run )[\w:]+|start\b|test\b)/g);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('docs/operations.md', () => {
  const table = /## Settings([\s\S]*?)## /.exec(OPERATIONS)?.[1] ?? '';

  it('has the current table of settings (repair it with `npm run docs`)', () => {
    expect(withSettings(OPERATIONS)).toBe(OPERATIONS);
  });

  it('lists exactly the variables that the server reads', () => {
    const product = globSync('server/**/*.ts', { cwd: ROOT }).filter(
      (file) => !/\.test\.ts$|\/(testing|bench|mutations)\//.test(file),
    );
    const readDirectly = product.flatMap((file) => groupsOf(read(file), /\bprocess\.env\.(\w+)/g));
    const known = new Set([...Object.keys(Environment.shape), ...readDirectly]);
    expect(known.size).toBeGreaterThan(10);
    expect(groupsOf(table, /^\| `([A-Z_]+)` \|/gm).toSorted()).toEqual([...known].toSorted());
  });

  it('lists their defaults', () => {
    const defaults = Object.entries(Environment.shape).flatMap(([name, { def }]) =>
      'defaultValue' in def ? [[name, String(def.defaultValue)]] : [],
    );
    expect(defaults.length).toBeGreaterThan(6);
    for (const [name, value] of defaults) expect(table).toContain(`| \`${name}\` | \`${value}\` |`);
  });

  it('lists exactly the rate limits', () => {
    const secondsOf = (text: string) =>
      text
        .split('*')
        .reduce((product, factor) => product * Number(factor.trim().replace('MINUTE_SECONDS', '60')), 1);
    const limits = [
      ...read('server/limits/limits.ts').matchAll(/(\w+): \{ points: (\d+), duration: ([^}]+) \}/g),
    ];
    const rows = limits.map(([, name, points, seconds = '']) => `${name} ${points} ${secondsOf(seconds)}`);
    const listed = [...OPERATIONS.matchAll(/^\| `(\w+)` \| (\d+) \| (\d+) \|/gm)];
    expect(listed.map(([, name, points, seconds]) => `${name} ${points} ${seconds}`)).toEqual(rows);
    expect(rows.length).toBeGreaterThan(5);
  });

  it('lists the other limits as the code has them', () => {
    const rows = [...OPERATIONS.matchAll(/^\| [^|]+ \| (\d+)( kB| MB)? \| `(\w+)` in `([^`]+)` \|$/gm)];
    expect(rows.length).toBeGreaterThan(10);
    for (const [row, value = '', unit = '', constant, file = ''] of rows) {
      const source = read(file).replace(/(?<=\d)_(?=\d)/g, '');
      const factors = { '': [value], ' kB': [value, '1024'], ' MB': [value, '1024', '1024'] }[unit] ?? [];
      const number = factors.filter((factor) => factor !== '1').join(' \\* ');
      expect(source, row).toMatch(new RegExp(`\\b${constant}(: | = )${number}[;,]`));
    }
  });
});

describe('docs/protocol.md', () => {
  it('has the leases of presence', () => {
    const { viewing, viewingRepeat, replying } = LEASE_SECONDS;
    expect(read('docs/protocol.md')).toContain(
      `Repeat it every ${viewingRepeat} s; it expires after ${viewing} s.`,
    );
    expect(read('docs/protocol.md')).toContain(`Expires after ${replying} s.`);
  });

  it('has an example client that prints live events and comes back after its session was ended', async () => {
    const [example = ''] = groupsOf(read('docs/protocol.md'), /```js\n([\s\S]*?)```/g);
    const app = await startTestApp();
    const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
    let output = '';
    const client = execFile(process.execPath, ['--input-type=module', '--eval', example], {
      cwd: ROOT,
      env: { HELPDESK_URL: app.url, HELPDESK_EMAIL: ada.user.email, HELPDESK_PASSWORD: 'correct horse' },
    });
    for (const stream of [client.stdout, client.stderr]) stream?.on('data', (text) => (output += text));
    try {
      await waitFor(() => output.includes('live at 0'));
      await createTicket(carl);
      await waitFor(() => output.includes('1 ticket.created #1'));
      await ada.delete('/api/auth/sessions');
      // Created while the client is away: the replay brings it.
      await createTicket(carl);
      await waitFor(() => output.includes('2 ticket.created #2'));
    } finally {
      client.kill();
      await app.close();
    }
    expect(output.split('\n').filter((line) => /^\d+ ticket/.test(line))).toHaveLength(2);
  });
});
