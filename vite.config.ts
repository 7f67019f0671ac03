import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

const API = 'http://127.0.0.1:8000';
const PROXIED_PATHS = ['/api', '/docs', '/openapi.json', '/socket.io'];
/** Vite compiles `light-dark()` away for browsers older than these. */
const BROWSERS = ['chrome125', 'edge125', 'safari18', 'firefox128'];

/** What every page loads, signed in or not, except the parts that pages load later. */
const FIRST_PARTS = /client\/(ui|data\/(http|lib|session|preferences|client-context))\b/;
const LATER_PARTS =
  /ui\/(text|clipboard|copy-field|form\/(limited|radio-group|switch)|overlays\/inline-confirm)|focus-fallback|overlay-position|shortcut-labels|http\/refetching/;

/** Writes a .br and a .gz beside every text file; the server sends the one the browser accepts. */
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

/** Loads the font file that every page needs before the style sheet names it. */
const preloadedFont = (): Plugin => ({
  name: 'preloaded-font',
  apply: 'build',
  transformIndexHtml(_html, { bundle = {} }) {
    const font = Object.keys(bundle).find((file) => /inter-latin-wght-normal.*\.woff2$/.test(file));
    if (!font) throw new Error('The build has no Inter font file.');
    const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${font}`, crossorigin: true };
    return [{ tag: 'link', attrs, injectTo: 'head' }];
  },
});

export default defineConfig({
  root: 'client',
  plugins: [solid(), preloadedFont(), compressed()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: BROWSERS,
    cssTarget: BROWSERS,
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    // Without these groups a page loads thirty small files. The first holds what every page needs, signed in or not;
    // what pages load later stays out of it.
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'ui',
              test: (id) => FIRST_PARTS.test(id) && !LATER_PARTS.test(id),
              priority: 1,
            },
            {
              name: 'live-data',
              // Of the drafts only what pages without a composer use.
              test: /client\/data\/(drafts\/(draft-registry|stored-drafts)|(outbox|tickets)\/(?!totals\/|auto-mark-read|ticket-commands))/,
            },
            { name: 'tickets', test: /client\/features\/tickets\// },
            // Apart from the code that uses it: two chunks that import each other run in no defined order.
            {
              name: 'shared',
              test: /shared\/(presence|policy|ticket-list|vocabulary|workflow|workflow-state)\.ts/,
            },
            { name: 'solid', test: /node_modules\/solid-js\/(dist|web)\// },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      PROXIED_PATHS.map((name) => [name, { target: API, ws: name === '/socket.io' }]),
    ),
  },
});
