import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

/**
 * What someone outside this repository gets from `npm pack` of the pure packages. Packing exchanges package.json
 * for a moment, so it is done in a copy of the repository: other tests are reading the packages meanwhile.
 */
const root = resolve(import.meta.dirname, '../../..');
const packages = ['statistics', 'forecasting', 'inventory'];
const temporary = mkdtempSync(join(tmpdir(), 'granary-pack-'));
const clone = join(temporary, 'clone');
const consumer = join(temporary, 'consumer');
const compiler = join(root, 'node_modules/ts7/bin/tsc');
/** npm without a network, and without a word written to the home folder, which may belong to someone else. */
const env = {
  ...process.env,
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
  npm_config_cache: join(temporary, 'cache'),
};
let filesBefore: Record<string, string>;
let filesAfter: Record<string, string>;

// Three packs take 3 s alone and a minute or more on a machine that is busy with other things.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

beforeAll(() => {
  copyRepository();
  filesBefore = filesOutsideDist();
  for (const name of packages) pack(name);
  filesAfter = filesOutsideDist();
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('npm pack of the pure packages', () => {
  it('leaves the repository as it was', () => {
    expect(filesAfter).toEqual(filesBefore);
  });

  it('puts back the package.json that an interrupted pack has left exchanged', () => {
    const folder = join(clone, 'packages/statistics');
    const exchanged = () => readFileSync(join(folder, 'package.json'), 'utf8').includes('./dist/lib/');
    run(process.execPath, ['../../scripts/prepack.ts'], folder);
    expect(exchanged()).toBe(true);
    run(process.execPath, ['../../scripts/postpack.ts'], folder);
    expect(exchanged()).toBe(false);
    expect(filesOutsideDist()).toEqual(filesBefore);
  });

  it.each(packages)('%s holds JavaScript, declarations, README and licence, and no tests', (name) => {
    const folder = join(consumer, 'node_modules/@granary', name);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    const expected = /^(package\.json|README\.md|LICENSE|dist\/lib\/.+(?<!\.test)\.(js|d\.ts))$/;
    expect(files.filter((file) => !expected.test(file) || file.includes('/testing/'))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/lib/index.js']),
    );
    for (const file of files.filter((each) => each.startsWith('dist'))) {
      expect(readFileSync(join(folder, file), 'utf8'), file).not.toMatch(/from '\.[^']*\.ts'/);
    }
  });

  it.each(packages)('%s runs its README example with plain Node, with the results it promises', (name) => {
    const example = readmeExample(name);
    writeFileSync(join(consumer, `${name}.mjs`), example);
    const output = run(process.execPath, ['--no-experimental-strip-types', `${name}.mjs`], consumer);
    const promised = [...example.matchAll(/^console\.log\(.*; \/\/ (.*)$/gm)].map((match) => match[1] ?? '');
    expect(promised).not.toEqual([]);
    for (const number of promised.flatMap((comment) => comment.match(/(?<![\w.])\d+(\.\d+)?/g) ?? [])) {
      expect(output).toMatch(new RegExp(`(?<![\\d.])${number.replace('.', '\\.')}`));
    }
  });

  it('type-checks for a strict consumer who checks declarations too and has no types of Node', () => {
    for (const name of packages) writeFileSync(join(consumer, `${name}.mts`), readmeExample(name));
    const entries = ['@granary/inventory/conformance', '@granary/inventory/simulation'];
    writeFileSync(
      join(consumer, 'entries.mts'),
      entries.map((entry) => `export * from '${entry}';`).join('\n'),
    );
    writeFileSync(
      join(consumer, 'console.d.ts'),
      'declare const console: { log(...values: unknown[]): void };',
    );
    const wrong =
      "import { randomStream } from '@granary/statistics';\nexport const word: string = randomStream(1).next();";
    writeFileSync(join(consumer, 'wrong.mts'), wrong);
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', consumer], { encoding: 'utf8' });
    // The one mistake made on purpose shows that the declarations are found and are not `any`.
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringContaining(
        "wrong.mts(2,14): error TS2322: Type 'number' is not assignable to type 'string'.",
      ),
    ]);
  });
});

/** The first example of the README, as a reader would paste it. */
function readmeExample(name: string): string {
  const readme = readFileSync(join(consumer, 'node_modules/@granary', name, 'README.md'), 'utf8');
  return /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
}

/** What `npm ci` in a fresh clone leaves: the sources, the compiler, and links to the packages. */
function copyRepository(): void {
  const built = ['dist', 'node_modules', 'reports'];
  const filter = (path: string) => !built.includes(basename(path)) && !basename(path).startsWith('.stryker');
  for (const name of packages) {
    cpSync(join(root, 'packages', name), join(clone, 'packages', name), { recursive: true, filter });
  }
  for (const name of ['package.json', 'tsconfig.base.json', 'LICENSE', 'scripts']) {
    cpSync(join(root, name), join(clone, name), { recursive: true, filter });
  }
  mkdirSync(join(clone, 'node_modules/@granary'), { recursive: true });
  for (const name of ['.bin', 'ts7', '@types', 'node', 'date-holidays', '@bsull']) {
    symlinkSync(join(root, 'node_modules', name), join(clone, 'node_modules', name));
  }
  for (const name of packages) {
    symlinkSync(join(clone, 'packages', name), join(clone, 'node_modules/@granary', name));
  }
  mkdirSync(consumer);
  const compilerOptions = {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    target: 'es2024',
    lib: ['es2024'],
    types: [],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  };
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
}

/** In the folder of the package, or at the root as a workspace: both have to work. */
function pack(name: string): void {
  const to = ['--pack-destination', temporary];
  const printed =
    name === 'inventory'
      ? run('npm', ['pack', '--workspace', '@granary/inventory', ...to], clone)
      : run('npm', ['pack', ...to], join(clone, 'packages', name));
  // The name of the tarball is the last line, after those of the scripts.
  const tarball = printed.trim().split('\n').at(-1) ?? '';
  const folder = join(consumer, 'node_modules/@granary', name);
  mkdirSync(folder, { recursive: true });
  run('tar', ['-xzf', join(temporary, tarball), '--strip-components=1', '-C', folder], temporary);
}

function run(command: string, parameters: string[], cwd: string): string {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  return execFileSync(command, parameters, { cwd, encoding: 'utf8', stdio, env });
}

function filesOutsideDist(): Record<string, string> {
  const contents: Record<string, string> = {};
  for (const name of packages) {
    const folder = join(clone, 'packages', name);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isFile() && existsSync(path)) contents[`${name}/${entry.name}`] = readFileSync(path, 'utf8');
    }
  }
  return contents;
}
