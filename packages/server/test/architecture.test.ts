import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Who may import whom, who may write what: the table of the house, checked on every file. */

const packagesFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** In the order in which `app.ts` creates them: each may use those before it. */
const capabilities = [
  'identity',
  'catalog',
  'stock',
  'demand',
  'actions',
  'expiry',
  'supply',
  'season',
  'vendors',
  'analytics',
  'ingest',
  'assistant',
];
const purePackages = ['statistics', 'forecasting', 'inventory'];

interface SourceFile {
  /** From `packages`, as `server/src/stock/queries.ts`. */
  path: string;
  text: string;
  /** The text without comments. */
  code: string;
  imports: { specifier: string; isType: boolean }[];
}

const isTest = (path: string) => /\.test\.tsx?$|\/test-[\w-]+\.ts$|^[\w-]+\/test\/|\/testing\//.test(path);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const isProduct =
      !['node_modules', 'dist', 'public'].includes(entry.name) && !entry.name.startsWith('.stryker');
    if (!isProduct) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function readSource(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[\s;])\/\/.*$/gm, '$1');
  const statements = code.matchAll(
    /^\s*(import|export)\s(type\s)?[^;'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm,
  );
  const dynamic = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g);
  return {
    path: relative(packagesFolder, path).replaceAll('\\', '/'),
    text,
    code,
    imports: [
      ...[...statements].map((match) => ({
        specifier: match[3] ?? match[4] ?? '',
        isType: match[2] !== undefined,
      })),
      ...[...dynamic].map((match) => ({ specifier: match[1] ?? '', isType: false })),
    ],
  };
}

const sources = filesBelow(packagesFolder)
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
  .map(readSource);
const product = sources.filter((file) => !isTest(file.path));

/** Where a relative import leads, from `packages`. */
const targetOf = (file: SourceFile, specifier: string) =>
  specifier.startsWith('.') ? join(dirname(file.path), specifier).replaceAll('\\', '/') : specifier;

const inside = (folder: string, files = product) =>
  files.filter((file) => file.path.startsWith(`${folder}/`));

/** Each broken rule as a line that names the file; an empty list is the statement. */
function violations(
  files: SourceFile[],
  judge: (target: string, file: SourceFile, isType: boolean) => boolean,
): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter(({ specifier, isType }) => !judge(targetOf(file, specifier), file, isType))
      .map(({ specifier }) => `${file.path} imports ${specifier}`),
  );
}

const occurrences = (files: SourceFile[], pattern: RegExp) =>
  files.flatMap((file) => [...file.code.matchAll(pattern)].map((match) => `${file.path}: ${match[0]}`));

describe('the check itself', () => {
  it('reads every package and every kind of import', () => {
    for (const name of [...purePackages, 'server', 'web', 'cli'])
      expect(inside(`${name}/src`).length, name).toBeGreaterThan(3);
    const service = product.find((file) => file.path === 'server/src/expiry/service.ts');
    const specifiers = service?.imports.map((entry) => entry.specifier);
    expect(specifiers).toContain('../actions/index.ts');
    expect(specifiers).toContain('./assess-task.ts');
    expect(specifiers).toContain('./queries.ts');
  });
});

describe('the pure packages', () => {
  const sourceOf = (name: string) => inside(`${name}/src`);
  const staysInside = (name: string) => (target: string) => target.startsWith(`${name}/src/`);

  it('statistics imports nothing', () => {
    expect(violations(sourceOf('statistics'), staysInside('statistics'))).toEqual([]);
  });

  it('inventory imports statistics and nothing else', () => {
    expect(
      violations(
        sourceOf('inventory'),
        (target) => staysInside('inventory')(target) || target === '@granary/statistics',
      ),
    ).toEqual([]);
  });

  it('forecasting imports statistics, and three libraries in the folders that are about them', () => {
    const inFolder = (folder: string) => inside(`forecasting/src/${folder}`);
    const special = ['calendars', 'models/prophet', 'bulk'].flatMap((folder) => inFolder(folder));
    const allowed = (target: string) =>
      staysInside('forecasting')(target) || target === '@granary/statistics';
    const others = sourceOf('forecasting').filter((file) => !special.includes(file));
    expect(violations(others, allowed)).toEqual([]);
    expect(
      violations(inFolder('calendars'), (target) => allowed(target) || target === 'date-holidays'),
    ).toEqual([]);
    // In Node the WASM of Prophet is a file beside the package: one module reads it, and only when Prophet is loaded.
    const readsTheWasm = ({ path }: SourceFile) => path === 'forecasting/src/models/prophet/node-loader.ts';
    expect(
      violations(
        inFolder('models/prophet'),
        (target, file) =>
          allowed(target) ||
          target.startsWith('@bsull/augurs') ||
          (readsTheWasm(file) && target === 'node:fs/promises'),
      ),
    ).toEqual([]);
    expect(
      violations(inFolder('bulk'), (target) => allowed(target) || target === 'node:worker_threads'),
    ).toEqual([]);
  });

  it.each(purePackages)('%s reads no clock, draws no unseeded number and does no I/O', (name) => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\bprocess\.\w+|\bfetch\(|\bcrypto\.\w+/g;
    expect(occurrences(sourceOf(name), impure)).toEqual([]);
  });
});

describe('the server', () => {
  const capabilityOf = (path: string) => /^server\/src\/(\w+)\//.exec(path)?.[1];

  it('has no folder that is neither a capability nor the platform', () => {
    const folders = new Set(inside('server/src').flatMap((file) => capabilityOf(file.path) ?? []));
    expect([...folders].filter((name) => name !== 'platform' && !capabilities.includes(name))).toEqual([]);
  });

  it('platform imports no capability', () => {
    const files = inside('server/src/platform');
    expect(violations(files, (target) => !capabilities.includes(capabilityOf(target) ?? ''))).toEqual([]);
  });

  it('platform knows of the program only the types of its settings', () => {
    const files = inside('server/src/platform');
    const allowed = (target: string, _file: SourceFile, isType: boolean) =>
      !target.startsWith('server/') ||
      target.startsWith('server/src/platform/') ||
      (isType && target === 'server/src/config.ts');
    expect(violations(files, allowed)).toEqual([]);
  });

  it.each(capabilities)(
    '%s imports the platform, pure packages and the index of capabilities above it',
    (name) => {
      const above = capabilities.slice(0, capabilities.indexOf(name));
      const allowed = (target: string, _file: SourceFile, isType: boolean) => {
        if (!target.startsWith('server/'))
          return !target.startsWith('@granary/') || purePackages.includes(target.split('/')[1] ?? '');
        if (target === 'server/src/config.ts') return isType;
        const other = capabilityOf(target);
        return (
          other === name ||
          other === 'platform' ||
          (above.includes(other ?? '') && target === `server/src/${other}/index.ts`)
        );
      };
      expect(violations(inside(`server/src/${name}`), allowed)).toEqual([]);
    },
  );

  it('reads its settings in config.ts alone; PATH is only handed to the processes of PostgreSQL', () => {
    expect(occurrences(inside('server/src'), /\bprocess\.env(?:\.\w+)?/g).sort()).toEqual([
      'server/src/config.ts: process.env',
      'server/src/platform/database/cluster.ts: process.env.PATH',
      'server/src/platform/database/embedded-postgres.ts: process.env.PATH',
    ]);
  });

  it('reaches the database past the filter of own rows only where no rows of organizations are read', () => {
    const files = inside('server/src').filter(
      (file) => !file.path.startsWith('server/src/platform/database/'),
    );
    const connections = occurrences(files, /\b(?:ownerPool|appPool|appReach|clientConfig)\b|new pg\.\w+/g);
    const uses = [...new Set(connections.map((line) => line.split(':')[0]))].sort();
    // The start, the queue in its own schema, LISTEN, what health asks of the queue, the size of the pools, and a start of its own.
    expect(uses).toEqual([
      'server/src/main.ts',
      'server/src/platform/events/listen.ts',
      'server/src/platform/jobs/runs.ts',
      'server/src/platform/ops/health.ts',
      'server/src/platform/ops/metrics.ts',
      'server/src/simulate-faults.ts',
    ]);
    // Functions that set the organization themselves, and name it in each of their statements.
    expect([...new Set(occurrences(files, /\bidentity\.\w+\(\$1\b/g))].sort()).toEqual([
      'server/src/identity/sessions/queries.ts: identity.session_of($1',
      'server/src/identity/tokens/queries.ts: identity.machine_token_of($1',
    ]);
    const callers = files.filter((file) => file.code.includes('callForOrganization'));
    expect(callers.map((file) => file.path).sort()).toEqual([
      'server/src/identity/sessions/queries.ts',
      'server/src/identity/tokens/queries.ts',
    ]);
  });

  it('a table is written only by the capability whose schema holds it', () => {
    const written =
      /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate(?:\s+table)?|copy)\s+(?:only\s+)?([a-z]+)\.[a-z_]+/gi;
    const statements = sqlFiles().flatMap((file) =>
      [...file.text.matchAll(written)].map((match) => ({
        file: file.path,
        schema: match[1] ?? '',
        statement: match[0],
      })),
    );
    expect(statements.length).toBeGreaterThan(20);
    const wrong = statements.filter(({ file, schema }) => {
      const owner = capabilityOf(file);
      return (
        owner !== undefined &&
        [...capabilities, 'platform'].includes(schema) &&
        schema !== owner &&
        !isDirectory(file, schema)
      );
    });
    expect(wrong.map(({ file, statement }) => `${file}: ${statement}`)).toEqual([]);
  });

  it('writes are in files that hold queries and little else', () => {
    const written =
      /\b(?:insert\s+into|delete\s+from|merge\s+into)\s+[a-z]+\.[a-z_]+|\bupdate\s+[a-z]+\.[a-z_]+\s+set/i;
    // Besides queries.ts and sql/: figures kept between requests, the loader of files, and migrations.
    const isQueries =
      /\/(?:queries|[\w-]+-queries)\.ts$|\/sql\/[\w-]+\.sql$|\/analytics\/kept-figures\.ts$|\/ingest\/load\/[\w-]+\.ts$|\/platform\/database\/migrate\.ts$/;
    const writing = sqlFiles().filter(
      (file) => capabilityOf(file.path) !== undefined && written.test(file.text),
    );
    expect(writing.length).toBeGreaterThan(6);
    expect(writing.map((file) => file.path).filter((path) => !isQueries.test(path))).toEqual([]);
  });
});

/** The organization's own row stands in `platform`, and `identity` makes it: sign-in must find it before a context exists. */
function isDirectory(file: string, schema: string): boolean {
  return file === 'server/src/identity/queries.ts' && schema === 'platform';
}

function sqlFiles(): { path: string; text: string }[] {
  const statements = filesBelow(join(packagesFolder, 'server/src'))
    .filter((path) => path.endsWith('.sql'))
    .map(readSource);
  return [...inside('server/src'), ...statements].map(({ path, text, code }) => ({
    path,
    text: path.endsWith('.sql') ? text.replaceAll(/--.*$/gm, '') : code,
  }));
}

describe('the faces of the server', () => {
  it('web imports the client and itself; a capability never imports another', () => {
    const folderOf = (path: string) => /^web\/src\/([\w-]+)\//.exec(path)?.[1];
    const shared = ['app', 'ui'];
    const allowed = (target: string, file: SourceFile) => {
      if (target.startsWith('@granary/')) return target === '@granary/client';
      if (!target.startsWith('web/')) return !/^(server|cli|statistics|forecasting|inventory)\//.test(target);
      const [from, to] = [folderOf(file.path), folderOf(target)];
      return to === undefined || to === from || shared.includes(to) || from === 'app' || from === undefined;
    };
    expect(violations(inside('web/src'), allowed)).toEqual([]);
  });

  it('of the terminal only the roles import the server; the rest speaks through the client', () => {
    const fromServer = inside('cli/src').filter((file) =>
      file.imports.some(({ specifier }) => specifier === '@granary/server'),
    );
    expect(fromServer.map((file) => file.path)).toEqual(['cli/src/roles.ts']);
  });

  it('cli and client reach into no other package by path', () => {
    const packageOf = (path: string) => path.split('/')[0] ?? '';
    const all = [...purePackages, 'server', 'web', 'cli', 'client'];
    const own = (target: string, file: SourceFile) =>
      !all.includes(packageOf(target)) || packageOf(target) === packageOf(file.path);
    expect(violations([...inside('cli/src'), ...inside('client/src')], own)).toEqual([]);
  });

  it('the terminal reads of the environment how to connect and whether to colour, and hands it to the build of the screen', () => {
    const read = occurrences(inside('cli/src'), /\bprocess\.env(?:\.\w+)?/g);
    expect([...new Set(read)].sort()).toEqual([
      'cli/src/connection.ts: process.env.GRANARY_TOKEN',
      'cli/src/connection.ts: process.env.GRANARY_URL',
      'cli/src/output.ts: process.env.NO_COLOR',
      'cli/src/progress.ts: process.env.NO_COLOR',
      'cli/src/web-build.ts: process.env',
    ]);
  });
});
