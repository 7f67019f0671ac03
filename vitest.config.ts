import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { postgresPrograms } from './server/testing/postgres-programs.ts';

/** Three files at a time: tests mostly wait for sockets and browsers. */
const common = { environment: 'node', maxWorkers: 3, testTimeout: 30_000, hookTimeout: 30_000 } as const;
const browser = {
  ...common,
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 20_000 } },
} as const;

/**
 * What runs on PostgreSQL too: the API, live events, exact numbers, the chaos test, the leak test and searches. Not what
 * neither queries nor locks (headers, limits, configuration), nor what is about SQLite's files and query plans.
 */
const ON_BOTH_ENGINES = [
  'server/{auth,db,events,realtime,search,tickets,users}/**/*.test.ts',
  'server/http/{access-matrix,input,routes,text-input}.test.ts',
  'server/cli/{demo-data,move}.test.ts',
  'server/limits/shared-limits.test.ts',
  'server/system/{leak-oracle,nodes}.test.ts',
];
const OF_SQLITE = [
  'server/db/{long-transactions,migrate,schema,wal}.test.ts',
  'server/events/upgrade.test.ts',
  'server/search/existing-database.test.ts',
  'server/tickets/{cost,thread-bounds}.test.ts',
  'server/auth/{common-passwords,passwords,signing-key}.test.ts',
  'server/realtime/{fair-scheduler,packet-budget,slow-consumers}.test.ts',
];
// In CI the set-up fails without PostgreSQL.
const hasPostgres = postgresPrograms() !== null || process.env.CI === 'true';
if (!hasPostgres) process.stderr.write('PostgreSQL is not installed: the tests on it are skipped.\n');

export default defineConfig({
  test: {
    environment: 'node',
    projects: [
      { test: { ...common, name: 'server', include: ['{shared,server}/**/*.test.ts'] } },
      {
        test: {
          ...common,
          name: 'postgres',
          include: hasPostgres ? ON_BOTH_ENGINES : [],
          exclude: OF_SQLITE,
          env: { TEST_DATABASE: 'postgres' },
          globalSetup: 'server/testing/postgres-cluster.ts',
        },
      },
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
