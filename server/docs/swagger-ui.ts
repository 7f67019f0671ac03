import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Router from '@koa/router';
import type { Context, Middleware, Next } from 'koa';
import { sendFile } from '../http/send-file.ts';
import { openApi } from './openapi.ts';

const SWAGGER_UI = path.dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
const INTER = path.dirname(fileURLToPath(import.meta.resolve('@fontsource-variable/inter/package.json')));
const OWN = path.join(import.meta.dirname, 'page');
/** The files of the page and their folders. */
const FOLDERS: Record<string, string> = {
  'docs.css': OWN,
  'theme.js': OWN,
  'inter-latin-wght-normal.woff2': path.join(INTER, 'files'),
  'swagger-ui.css': SWAGGER_UI,
  'swagger-ui-bundle.js': SWAGGER_UI,
  'swagger-ui-standalone-preset.js': SWAGGER_UI,
};
/** Swagger UI needs images from data: URLs and inline styles; inline scripts stay forbidden. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Serves the OpenAPI document, and Swagger UI from local files: both work offline. The first request for each creates
 * it: most servers never need the libraries and the memory.
 */
export function docsRouter() {
  let document: ReturnType<typeof openApi> | undefined;
  let swaggerUi: Middleware | undefined;
  const render = async (ctx: Context, next: Next) => {
    swaggerUi ??= await loadSwaggerUi();
    await swaggerUi(ctx, next);
    return String(ctx.body);
  };
  const router = new Router({ sensitive: true, strict: true });

  router.get('/openapi.json', (ctx) => {
    document ??= openApi();
    ctx.body = document;
  });
  router.get('/docs/', (ctx) => ctx.redirect('/docs'));
  router.get('/docs', async (ctx, next) => {
    ctx.body = pageOf(await render(ctx, next));
    ctx.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  });
  router.get('/docs/files/start.js', async (ctx, next) => {
    ctx.body = INLINE_SCRIPT.exec(await render(ctx, next))?.[1] ?? '';
    ctx.type = 'text/javascript';
  });
  router.get('/docs/files/:file', async (ctx) => {
    const { file = '' } = ctx.params;
    const folder = Object.hasOwn(FOLDERS, file) ? FOLDERS[file] : undefined;
    if (folder) await sendFile(ctx, folder, file, 'no-cache');
  });
  return router;
}

async function loadSwaggerUi(): Promise<Middleware> {
  const { koaSwagger } = await import('koa2-swagger-ui');
  return koaSwagger({
    title: 'Helpdesk API',
    routePrefix: false,
    swaggerCdnUrl: '/docs',
    swaggerVersion: 'files',
    favicon: '/favicon.svg',
    hideTopbar: true,
    swaggerOptions: {
      url: '/openapi.json',
      validatorUrl: null,
      queryConfigEnabled: false,
      persistAuthorization: false,
      docExpansion: 'list',
    },
  });
}

const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/;
const STYLE_LINKS = /<link [^>]*(fonts\.googleapis|swagger-ui\.min\.css)[^>]*>\s*/g;
const HEAD = `<meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <script src="/docs/files/theme.js"></script>
  <link rel="preload" as="font" type="font/woff2" href="/docs/files/inter-latin-wght-normal.woff2" crossorigin>
  <link rel="stylesheet" href="/docs/files/docs.css">
</head>`;
const BODY = `<header class="desk-header">
  <a href="/"><img src="/favicon.svg" alt="" width="20" height="20">Back to the helpdesk</a>
  <span>API documentation</span>
</header>
<div id="swagger-ui"></div>`;

/** Turns the page of koa2-swagger-ui into ours: local files only, no inline script, the desk's theme, a way back. */
const pageOf = (html: string): string =>
  html
    .replace(STYLE_LINKS, '')
    .replace(/<style>[\s\S]*?<\/style>\s*/, '')
    .replace('type="image/png" href="/favicon.svg"', 'type="image/svg+xml" href="/favicon.svg"')
    .replace('</head>', HEAD)
    .replace('<div id="swagger-ui"></div>', BODY)
    .replace(INLINE_SCRIPT, '<script src="/docs/files/start.js"></script>');
