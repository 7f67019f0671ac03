import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';

const API = 'http://127.0.0.1:8000';
const proxied = ['/api', '/docs', '/openapi.json', '/socket.io'];
/** Old enough browsers for everybody, new enough that Vite leaves `light-dark()` alone. */
const BROWSERS = ['chrome125', 'edge125', 'safari18', 'firefox128'];

export default defineConfig({
  root: 'client',
  plugins: [solid()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: BROWSERS,
    cssTarget: BROWSERS,
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: { checks: { bundlerTimings: false } },
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
          include: ['client/**/*.browser.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
