import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Router from '@koa/router';
import { koaSwagger } from 'koa2-swagger-ui';
import { sendFile } from '../http/send-file.ts';
import { openApi } from './openapi.ts';

const SWAGGER_UI = path.dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js'];
/** Swagger UI needs images from data: URLs and inline styles; inline scripts stay forbidden. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Serves the OpenAPI document, and Swagger UI from local files: both work offline. */
export function docsRouter() {
  const document = openApi();
  const render = koaSwagger({
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
  const router = new Router({ sensitive: true, strict: true });

  router.get('/openapi.json', (ctx) => {
    ctx.body = document;
  });
  router.get('/docs/', (ctx) => ctx.redirect('/docs'));
  router.get('/docs', (ctx, next) => {
    render(ctx, next);
    ctx.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    ctx.body = withoutInlineScript(String(ctx.body)).page;
  });
  router.get('/docs/files/start.js', (ctx, next) => {
    render(ctx, next);
    ctx.type = 'text/javascript';
    ctx.body = withoutInlineScript(String(ctx.body)).script;
  });
  router.get('/docs/files/:file', async (ctx) => {
    // koa2-swagger-ui links a minified style sheet that swagger-ui-dist does not contain.
    const file = ctx.params.file?.replace('.min.', '.') ?? '';
    if (FILES.includes(file)) await sendFile(ctx, SWAGGER_UI, file, 'no-cache');
  });
  return router;
}

/** Moves the start script of koa2-swagger-ui's page to a file, and removes the fonts that it loads from another host. */
function withoutInlineScript(html: string): { page: string; script: string } {
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const page = html
    .replace(/<link [^>]*fonts\.googleapis[^>]*>/, '')
    .replace(/<script>[\s\S]*?<\/script>/, '<script src="/docs/files/start.js"></script>');
  return { page, script };
}
