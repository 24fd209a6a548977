import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type DocumentOptions, openApiDocument } from './document.ts';

/** Scripts come from this server alone, none inside a page; both readers set styles from script. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];
/** Redoc searches in a worker that it makes from its own bundle. */
const redocPolicy = [...policy, 'worker-src blob:'].join('; ');

const redocPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Granary API</title>
    <link rel="icon" type="image/png" href="/docs/static/favicon-32x32.png">
    <link rel="stylesheet" href="/redoc/page.css">
  </head>
  <body>
    <div id="redoc"></div>
    <script src="/redoc/bundle.js"></script>
    <script src="/redoc/start.js"></script>
  </body>
</html>
`;

const redocStart = `Redoc.init(
  '/docs/json',
  { nativeScrollbars: true, sortTagsAlphabetically: true, showExtensions: true, minCharacterLengthToInitSearch: 2 },
  document.getElementById('redoc'),
);
`;

/** The document at /docs/json and /docs/yaml, a page to try it at /docs, one to read it at /redoc; no network. */
export async function registerDocs(app: FastifyInstance, options: DocumentOptions): Promise<void> {
  await app.register(swagger, {
    mode: 'static',
    specification: { document: openApiDocument(options) as never },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: policy.join('; '),
    theme: { title: 'Granary API' },
    uiConfig: {
      // Without the bar that asks for the address of another document.
      layout: 'BaseLayout',
      docExpansion: 'list',
      filter: true,
      showExtensions: true,
      validatorUrl: null,
      tryItOutEnabled: false,
    },
  });
  registerRedoc(app);
}

function registerRedoc(app: FastifyInstance): void {
  const send = (reply: FastifyReply, type: string, content: string) =>
    reply
      .header('content-security-policy', redocPolicy)
      .header('cache-control', 'no-cache')
      .type(`${type}; charset=utf-8`)
      .send(content);
  const schema = { hide: true, querystring: z.strictObject({}) };
  let bundle: Promise<string> | undefined;
  app.get('/redoc', { schema }, (_request, reply) => send(reply, 'text/html', redocPage));
  app.get('/redoc/', { schema }, (_request, reply) => send(reply, 'text/html', redocPage));
  app.get('/redoc/page.css', { schema }, (_request, reply) =>
    send(reply, 'text/css', 'body { margin: 0; }\n'),
  );
  app.get('/redoc/start.js', { schema }, (_request, reply) => send(reply, 'text/javascript', redocStart));
  app.get('/redoc/bundle.js', { schema }, async (_request, reply) => {
    bundle ??= redocBundle();
    return send(reply, 'text/javascript', await bundle);
  });
}

/** As installed, but the picture in its footer is no longer fetched from elsewhere. */
async function redocBundle(): Promise<string> {
  const path = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');
  const empty = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
  return (await readFile(path, 'utf8')).replaceAll('https://cdn.redoc.ly/redoc/logo-mini.svg', empty);
}
