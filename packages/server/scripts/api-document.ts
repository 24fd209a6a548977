import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import pino from 'pino';
import { createApp } from '../src/app.ts';
import { projectFolder, readConfig } from '../src/config.ts';
import type { Database } from '../src/platform/database/index.ts';
import type { ErrorEntry } from '../src/platform/http/error-catalogue.ts';

export interface DescribedApi {
  /** The OpenAPI document of the whole server, its keys in a fixed order. */
  document: OpenAPI3;
  /** Every error code with its entry. */
  errors: Record<string, ErrorEntry>;
  /** Every permission with its sentence. */
  permissions: Record<string, string>;
}

export async function describeApi(database: Database): Promise<DescribedApi> {
  const manifest = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-generate-'));
  const app = await createApp({
    config: readConfig({ GRANARY_DATA_DIR: dataDir, GRANARY_WORKER_THREADS: '1' }),
    log: pino({ level: 'silent' }),
    database,
    databaseKind: 'embedded',
    version: manifest.version,
  });
  try {
    await app.http.ready();
    return {
      document: sorted(app.http.swagger()) as OpenAPI3,
      errors: app.errors,
      permissions: app.permissions,
    };
  } finally {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The client's types. Every operation is reached by its path, so its name is not needed. */
export async function apiTypes(document: OpenAPI3): Promise<string> {
  const types = astToString(
    await openapiTS(jsonOnly(document), { alphabetize: true, defaultNonNullable: false }),
  );
  return `/** Generated from openapi.json by \`npm run generate\`; do not edit. */\n\n${types}`;
}

/** All refusals have one shape; which codes come with which status matters to readers, not to types. */
const refused = '#/components/responses/Refused';

/** A list can be had as a file too; the client asks for JSON, so its types know nothing else. */
function jsonOnly(document: OpenAPI3): OpenAPI3 {
  const copy = structuredClone(document);
  const operations = Object.values(copy.paths ?? {}).flatMap((path) => Object.values(path));
  for (const { responses } of operations as {
    responses: Record<string, { $ref?: string; content?: object }>;
  }[]) {
    for (const response of Object.values(responses)) {
      if (response.$ref !== undefined) response.$ref = refused;
      if (response.content === undefined || !('application/json' in response.content)) continue;
      response.content = { 'application/json': response.content['application/json'] };
    }
  }
  const { responses } = copy.components as { responses: Record<string, object> };
  const [anyOfThem] = Object.values(responses);
  copy.components = { ...copy.components, responses: { Refused: anyOfThem as never } };
  return copy;
}

/** Lists keep their order, which has a meaning; keys of objects are sorted. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
