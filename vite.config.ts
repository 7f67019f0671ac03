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
  ['base', /client\/(main)\.tsx?$/],
  [
    'desk',
    /client\/(app\/home-redirect|app\/signed-in-layout|features\/tickets\/status|ui\/feedback\/empty-state|app\/role-guard|features\/tickets\/list\/stable-list|features\/tickets\/list\/pending-updates-button|ui\/feedback\/highlight-on-change|ui\/errors\/load-error|ui\/feedback\/skeleton|ui\/time\/time|ui\/overlays\/menu|app\/navigation\/user-menu|ui\/form\/search-field|features\/tickets\/list\/load-more|app\/navigation\/nav-link|features\/tickets\/list\/pause-while-hovered|features\/tickets\/strip-markdown)\.tsx?$/,
  ],
  ['entrance', /client\/(features\/auth\/sign-in-page|features\/auth\/reauthenticate-form)\.tsx?$/],
  ['customer', /client\/(features\/customer\/ticket-list-page|app\/navigation\/customer-nav)\.tsx?$/],
  ['socket', /client\/(data\/realtime\/socket-io)\.tsx?$/],
  [
    'changes',
    /client\/(data\/tickets\/ticket-commands|features\/tickets\/action-error-message|features\/tickets\/priority)\.tsx?$/,
  ],
  ['agent', /client\/(features\/agent\/queue\/queue-page|app\/navigation\/agent-nav)\.tsx?$/],
  ['drafts', /client\/(data\/drafts\/drafts)\.tsx?$/],
  [
    'thread',
    /client\/(features\/thread\/thread-loader|features\/thread\/conversation|features\/thread\/timeline|ui\/form\/autosize-textarea|features\/tickets\/ticket-actions|features\/thread\/ticket-not-found)\.tsx?$/,
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
const STAND_IN = 'client/data/realtime/socket-io-absent.ts';

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
          include: ['client/e2e/**/*.spec.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
