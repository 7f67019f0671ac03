import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';

const API = 'http://127.0.0.1:8000';
const proxied = ['/api', '/docs', '/openapi.json', '/socket.io'];
/** Old enough browsers for everybody, new enough that Vite leaves `light-dark()` alone. */
const BROWSERS = ['chrome125', 'edge125', 'safari18', 'firefox128'];

/** Test files at a time: they mostly wait, for sockets and for browsers, so more than there are cores. */
const WORKERS = 3;

/** What is always loaded together is one file: compressed together, and asked for once. The first group that fits takes a part. */
const CHUNKS = [
  ['base', /client\/main\.tsx$/],
  [
    'desk',
    /client\/(pages\/home|parts\/(signed-in|status|empty|only|held-list|updates-pill|flash|failure|skeleton|time|menu|person-menu|search-field|load-more|nav-link|hold-while-pointed|preview-text))\.tsx?$/,
  ],
  ['entrance', /client\/(pages\/sign-in|parts\/session-over-body)\.tsx$/],
  ['customer', /client\/(pages\/my-tickets|parts\/customer-header)\.tsx$/],
  ['socket', /client\/data\/socket-io\.ts$/],
  ['changes', /client\/(data\/commands|parts\/(refusal-words|priority))\.tsx?$/],
  ['agent', /client\/(pages\/queue|parts\/agent-nav)\.tsx$/],
  ['drafts', /client\/data\/drafts\.ts$/],
  [
    'thread',
    /client\/parts\/(thread-gate|conversation|timeline|text-box|ticket-actions|missing-ticket)\.tsx?$/,
  ],
] as const;

/** Parts of Socket.IO's client, as it imports them itself, that nobody here needs: the stand-in says why. */
const ABSENT = [
  './transports/index.js',
  './binary.js',
  './is-binary.js',
  './contrib/base64-arraybuffer.js',
  './contrib/parseuri.js',
];
const STAND_IN = 'client/data/socket-io-absent.ts';

/** Writes every text file a second time, compressed: the server sends what a browser can read. */
const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  writeBundle({ dir = '' }, files) {
    for (const name of Object.keys(files).filter((file) => /\.(js|css|html)$/.test(file))) {
      const text = readFileSync(path.join(dir, name));
      writeFileSync(path.join(dir, `${name}.br`), brotliCompressSync(text));
      writeFileSync(path.join(dir, `${name}.gz`), gzipSync(text, { level: 9 }));
    }
  },
});

export default defineConfig({
  root: 'client',
  plugins: [solid(), compressed()],
  resolve: {
    alias: Object.fromEntries(ABSENT.map((part) => [part, path.join(import.meta.dirname, STAND_IN)])),
  },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: BROWSERS,
    cssTarget: BROWSERS,
    assetsInlineLimit: 0,
    manifest: true,
    // Everybody's browser is newer than the polyfill.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // Its parts do nothing by being there, though they do not say so.
      treeshake: { moduleSideEffects: [{ test: /(engine|socket)\.io-(client|parser)/, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: CHUNKS.map(([name, test], place) => ({ name, test, priority: CHUNKS.length - place })),
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(proxied.map((path) => [path, { target: API, ws: path === '/socket.io' }])),
  },
  test: {
    root: '.',
    environment: 'node',
    projects: [
      {
        extends: false,
        test: {
          name: 'server',
          maxWorkers: WORKERS,
          include: ['{shared,server}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: false,
        plugins: [solid({ hot: false })],
        resolve: { conditions: ['browser', 'development'] },
        test: {
          name: 'client',
          maxWorkers: WORKERS,
          include: ['client/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 30_000,
          server: { deps: { inline: [/solid-js/, /@solidjs/] } },
        },
      },
      {
        extends: false,
        test: {
          name: 'browser',
          maxWorkers: WORKERS,
          include: ['client/**/*.browser.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
