import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Environment } from '../config.ts';
import { buildImage, type Image } from '../testing/dockerfile.ts';
import { createDatabaseFile, LONG, sendRequest, startServer } from '../testing/server-process.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const locked: [string, { dev?: boolean; optional?: boolean }][] = Object.entries(
  JSON.parse(read('package-lock.json')).packages,
);
/** `npm ci` may need the network. Otherwise the packages of this folder are used, chosen by the lockfile as npm does. */
const INSTALLS = LONG || Boolean(process.env.CI);
const BUILD_TIMEOUT_MS = INSTALLS ? 600_000 : 60_000;

const folder = mkdtempSync(path.join(tmpdir(), 'helpdesk-image-'));
const database = createDatabaseFile();
let image: Image;

/** Runs a command of the Dockerfile in its stage, with the stage's programs and without the settings of this process. */
async function run(command: string, { root, folder }: { root: string; folder: string }): Promise<void> {
  if (!INSTALLS && command.startsWith('npm ci')) return install(folder, command.includes('--omit=dev'));
  const inherited = Object.entries(process.env).filter(([name]) =>
    /^(HOME|(https?|no)_proxy|NODE_EXTRA_CA_CERTS|npm_config_(registry|cache|userconfig))$/i.test(name),
  );
  // The owners of the image's folders are not those of this machine.
  const mapped = command.replace(/ -[og] \d+/g, '').replace(/ (?=\/)/g, ` ${root}`);
  const paths = process.env.PATH?.split(':').filter((each) => !each.includes('node_modules')) ?? [];
  await promisify(execFile)('sh', ['-c', mapped], {
    cwd: folder,
    env: {
      ...Object.fromEntries(inherited),
      PATH: [path.join(root, 'usr/local/bin'), ...paths].join(':'),
      npm_config_prefer_offline: 'true',
    },
  });
}

/** Installs what `npm ci` would install. */
function install(target: string, omitDev: boolean): void {
  const packages = omitDev ? locked.filter(([name, { dev }]) => name !== '' && !dev) : [];
  for (const [name] of packages.filter(([name]) => existsSync(path.join(ROOT, name)))) {
    const filter = (file: string) => path.basename(file) !== 'node_modules';
    cpSync(path.join(ROOT, name), path.join(target, name), { recursive: true, filter });
  }
  if (!omitDev) symlinkSync(path.join(ROOT, 'node_modules'), path.join(target, 'node_modules'));
}

/** The words of a command in JSON form. */
const words = (text = ''): string[] => JSON.parse(text.slice(text.indexOf('[')));

describe('the container image', () => {
  beforeAll(async () => {
    image = await buildImage(ROOT, folder, run);
  }, BUILD_TIMEOUT_MS);
  afterAll(() => {
    database.remove();
    rmSync(folder, { recursive: true });
  });

  it('starts as production, becomes healthy, serves everything and writes only to its volume', async () => {
    const [command, ...options] = words(image.settings.CMD);
    expect(command).toBe('node');
    expect(image.env.DATABASE_URL?.startsWith(`sqlite:${image.settings.VOLUME}/`)).toBe(true);
    const filesBefore = readdirSync(image.root, { recursive: true }).toSorted();
    const entry = options.pop() ?? '';
    const server = await startServer(database.file, {
      folder: image.folder,
      entry,
      nodeOptions: options,
      env: { ...image.env, ...LOCAL, METRICS: 'on' },
    });
    const health = () => {
      const [program = '', ...rest] = words(image.settings.HEALTHCHECK);
      const env = { PATH: path.join(image.root, 'usr/local/bin'), PORT: String(server.port) };
      return promisify(execFile)(program, rest, { env }).then(
        () => 'healthy',
        () => 'unhealthy',
      );
    };
    try {
      expect((await sendRequest(`${server.url}/readyz`)).status).toBe(200);
      expect(await health()).toBe('healthy');
      expect((await sendRequest(server.url)).text).toContain('<div id="app">');
      for (const page of ['/docs', '/openapi.json', '/metrics', '/docs/files/swagger-ui.css'])
        expect((await sendRequest(server.url + page)).status, page).toBe(200);
    } finally {
      await server.stop();
    }
    expect(await health()).toBe('unhealthy');
    expect(readdirSync(image.root, { recursive: true }).toSorted()).toEqual(filesBefore);
  });

  it('contains the production dependencies only', () => {
    const isInstalled = (name: string) => existsSync(path.join(image.folder, name));
    const packages = locked.filter(([name]) => name !== '');
    expect(packages.filter(([name, { dev }]) => dev && isInstalled(name))).toEqual([]);
    expect(packages.filter(([name, { dev, optional }]) => !dev && !optional && !isInstalled(name))).toEqual(
      [],
    );
  });

  it('imports only packages that `dependencies` lists', () => {
    const files = globSync('dist/{server,shared}/**/*.js', { cwd: image.folder });
    expect(files).toContain('dist/server/main.js');
    const IMPORT = /\b(?:from|import|import\(|resolve\(|require\()\s*'((?:@[\w.-]+\/)?[\w.:-]+)[^']*'/g;
    const imported = files.flatMap((file) =>
      [...readFileSync(path.join(image.folder, file), 'utf8').matchAll(IMPORT)].map(([, name = '']) => name),
    );
    const packages = new Set(imported.filter((name) => !name.startsWith('.') && !isBuiltin(name)));
    expect([...packages].filter((name) => !(name in manifest.dependencies))).toEqual([]);
    expect(packages.size).toBeGreaterThan(15);
  });

  it('leaves out tests, tools and what is not part of the source', () => {
    const stage = path.join(folder, 'build/app');
    const names = ['client', 'node_modules', 'package-lock.json', 'package.json', 'server', 'shared'];
    expect(readdirSync(stage).toSorted()).toEqual(
      [...names, 'dist', 'tsconfig.json', 'vite.config.ts'].toSorted(),
    );
    const extra = globSync('{client,server,shared}/**/*.{test,spec}.*', { cwd: stage });
    expect(extra).toEqual([]);
    expect(readdirSync(image.folder).toSorted()).toEqual(['dist', 'node_modules', 'package.json']);
  });

  it('has the pinned Node, the options of `npm start`, known settings, and a user other than root', () => {
    const nodes = image.bases.filter((base) => base.startsWith('node:'));
    for (const base of nodes) expect(base).toContain(`node:${manifest.devDependencies.node}-`);
    expect(nodes.length).toBeGreaterThan(0);
    expect(image.bases.filter((base) => !/:[\w.-]+$/.test(base) || base.endsWith(':latest'))).toEqual([]);
    expect(manifest.scripts.start.endsWith(` && ${words(image.settings.CMD).join(' ')}`)).toBe(true);
    expect(Object.keys(image.env).filter((name) => !(name in Environment.shape))).toEqual([]);
    expect(Environment.safeParse(image.env).error).toBeUndefined();
    expect(image.settings.USER).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });
});

describe('compose.yaml', () => {
  const compose = read('compose.yaml');
  /** The indented lines below each `name:` at this depth, by name. */
  const blocksOf = (text: string, depth: number) =>
    new Map(
      [...text.matchAll(new RegExp(`^ {${depth}}([\\w-]+):(.*(?:\\n(?: {${depth + 1}}.*)?)*)`, 'gm'))].map(
        ([, name = '', block = '']) => [name, block],
      ),
    );
  const top = blocksOf(compose, 0);
  const services = blocksOf(top.get('services') ?? '', 2);
  const environmentOf = (block = '') => blocksOf(blocksOf(block, 2).get('environment') ?? '', 4);

  it('passes only settings that the server knows', () => {
    const settings = [...environmentOf(top.get('x-node')).keys()];
    expect(settings).toContain('DATABASE_URL');
    expect(settings.filter((name) => !(name in Environment.shape))).toEqual([]);
  });

  it('takes secrets from .env, which git ignores and .env.example describes', () => {
    const used = [...compose.matchAll(/\$\{(\w+):\?\}/g)].map(([, name]) => name);
    const described = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(described));
    expect(compose.replace(/\$\{\w+:\?\}/g, '')).not.toContain('$');
    expect(read('.gitignore').split('\n')).toContain('/.env');
    expect(read('.env.example')).toMatch(/^JWT_SECRET=$/m);
  });

  it('runs every service without root and capabilities, on a file system that it cannot write', () => {
    expect([...services.keys()]).toEqual(['node-1', 'node-2', 'postgres', 'caddy']);
    for (const line of ['read_only: true', 'cap_drop: [ALL]', '"no-new-privileges:true"'])
      expect(top.get('x-confined')).toContain(line);
    for (const [name, block] of services) {
      const own = /\*node$/m.test(block) ? top.get('x-node') : block;
      expect(own, name).toContain('<<: *confined');
      expect(own, name).toMatch(/^ {2,4}(build: \.|user: (postgres|"1000:1000"))$/m);
    }
  });

  it('lets Caddy balance between both nodes, with polling bound to one, and assets from the node that has them', () => {
    const caddyfile = read('Caddyfile');
    const upstreams = [...caddyfile.matchAll(/reverse_proxy (.+) \{\n\s+lb_policy (\w+)/g)];
    expect(upstreams.map(([, nodes, policy]) => `${policy}: ${nodes}`)).toEqual([
      'ip_hash: node-1:8000 node-2:8000',
      'first: node-1:8000 node-2:8000',
      'first: node-2:8000 node-1:8000',
      'least_conn: node-1:8000 node-2:8000',
    ]);
    expect(caddyfile.match(/\{\$\w+\}/g)).toEqual(['{$DOMAIN}']);
    expect(environmentOf(top.get('x-node')).get('TRUST_PROXY')?.trim()).toBe('1');
  });
});

/** Settings of the image that the test cannot use. */
const LOCAL = {
  HOST: '127.0.0.1',
  PORT: '0',
  DATABASE_URL: `sqlite:${database.file}`,
  RATE_LIMITS: 'on',
};
