import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';

/** Three files at a time: tests mostly wait for sockets and browsers. */
const common = { environment: 'node', maxWorkers: 3, testTimeout: 30_000, hookTimeout: 30_000 } as const;
const browser = {
  ...common,
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 20_000 } },
} as const;

export default defineConfig({
  test: {
    environment: 'node',
    projects: [
      { test: { ...common, name: 'server', include: ['{shared,server}/**/*.test.ts'] } },
      {
        plugins: [solid({ hot: false })],
        resolve: { conditions: ['browser', 'development'] },
        test: {
          ...common,
          name: 'client',
          include: ['client/**/*.test.{ts,tsx}'],
          server: { deps: { inline: [/solid-js/, /@solidjs/] } },
        },
      },
      { test: { ...browser, name: 'browser', include: ['client/e2e/**/*.spec.ts'] } },
    ],
  },
});
