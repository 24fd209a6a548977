import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The pure packages are read as TypeScript inside this repository and published as JavaScript. Node does not
 * strip types inside `node_modules`, so a tarball needs compiled files, and a package.json whose `exports`
 * point at them. npm takes the package.json it packs from the folder; `prepack` therefore exchanges it for
 * the moment of packing and `postpack` puts it back.
 *
 * The exchange is the last step of `prepack`, after everything that can fail. If npm itself is interrupted
 * after it, the next `npm pack`, or `npm run postpack`, restores the file.
 */
const ROOT = resolve(import.meta.dirname, '..');
const BUILT = 'dist/lib';
const COPY = 'dist/package.original.json';

interface Manifest {
  name: string;
  exports: Record<string, string>;
  scripts?: unknown;
  devDependencies?: unknown;
}

/** Compiles the package in `folder` into `dist/lib` and exchanges its package.json. */
export function beforePacking(folder: string): void {
  restoreManifest(folder);
  compile(folder);
  nameJavaScriptInDeclarations(join(folder, BUILT));
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  const manifest = join(folder, 'package.json');
  copyFileSync(manifest, join(folder, COPY));
  const packed = packedManifest(JSON.parse(readFileSync(manifest, 'utf8')) as Manifest);
  const next = join(folder, 'dist/package.next.json');
  writeFileSync(next, `${JSON.stringify(packed, null, 2)}\n`);
  renameSync(next, manifest);
}

/** Undoes what `beforePacking` changed outside `dist`. */
export function afterPacking(folder: string): void {
  restoreManifest(folder);
  rmSync(join(folder, 'LICENSE'), { force: true });
}

/** `exports` as compiled files; without the scripts and development dependencies that only work in here. */
function packedManifest(manifest: Manifest): Manifest {
  const { scripts: _scripts, devDependencies: _devDependencies, ...kept } = manifest;
  const exported = Object.entries(manifest.exports).map(([subpath, source]) => {
    const match = /^\.\/src\/(.+)\.ts$/.exec(source);
    if (!match) throw new Error(`${manifest.name}: exports["${subpath}"] is ${source}; expected ./src/….ts`);
    return [subpath, { types: `./${BUILT}/${match[1]}.d.ts`, default: `./${BUILT}/${match[1]}.js` }];
  });
  return { ...kept, exports: Object.fromEntries(exported) };
}

function compile(folder: string): void {
  rmSync(join(folder, BUILT), { recursive: true, force: true });
  rmSync(join(folder, 'dist/lib.tsbuildinfo'), { force: true });
  const compiler = join(ROOT, 'node_modules/ts7/bin/tsc');
  const project = join(folder, 'tsconfig.pack.json');
  // To standard error: the standard output of `npm pack` is the name of the tarball.
  const { status, error } = spawnSync(process.execPath, [compiler, '-b', project], {
    stdio: ['ignore', 2, 2],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`tsc -b ${project} ended with code ${status}`);
}

/** The compiler renames imports of `./x.ts` in JavaScript only; readers of declarations look for `./x.js` too. */
function nameJavaScriptInDeclarations(built: string): void {
  for (const name of readdirSync(built, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const path = join(built, name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll(/(\bfrom |\bimport\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'));
  }
}

/** Leaves a package.json alone that is not the exchanged one: someone else has restored or edited it. */
function restoreManifest(folder: string): void {
  const copy = join(folder, COPY);
  if (!existsSync(copy)) return;
  const manifest = join(folder, 'package.json');
  const exchanged = readFileSync(manifest, 'utf8').includes(`"./${BUILT}/`);
  if (exchanged) renameSync(copy, manifest);
  else rmSync(copy);
}
