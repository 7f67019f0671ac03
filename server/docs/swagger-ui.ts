import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Router from '@koa/router';
import send from 'koa-send';
import { koaSwagger } from 'koa2-swagger-ui';
import { openApi } from './openapi.ts';

const SWAGGER_UI = path.dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js'];
/** Swagger UI draws its icons from data: addresses; apart from that it gets what the app gets: no inline script. */
const POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The OpenAPI document, and Swagger UI for it from local files: both work with the network off. */
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
    ctx.set('Content-Security-Policy', POLICY);
    ctx.body = withoutInlineScript(String(ctx.body)).page;
  });
  router.get('/docs/files/start.js', (ctx, next) => {
    render(ctx, next);
    ctx.type = 'text/javascript';
    ctx.body = withoutInlineScript(String(ctx.body)).script;
  });
  router.get('/docs/files/:file', async (ctx) => {
    // koa2-swagger-ui asks for a minified style sheet that swagger-ui-dist does not have.
    const file = ctx.params.file?.replace('.min.', '.') ?? '';
    if (FILES.includes(file)) await send(ctx, file, { root: SWAGGER_UI });
  });
  return router;
}

/** koa2-swagger-ui's page with its start script in a file of its own, and without the fonts it would fetch elsewhere. */
function withoutInlineScript(html: string): { page: string; script: string } {
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const page = html
    .replace(/<link [^>]*fonts\.googleapis[^>]*>/, '')
    .replace(/<script>[\s\S]*?<\/script>/, '<script src="/docs/files/start.js"></script>');
  return { page, script };
}
