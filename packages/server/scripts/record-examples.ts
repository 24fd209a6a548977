import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../src/config.ts';

/**
 * Sends every route's example to a server with the example company and keeps
 * the replies that are missing or no longer fit, for the OpenAPI document. The
 * test of the examples does the work; `npm run generate` comes after it.
 */
const { status } = spawnSync(
  process.execPath,
  [
    join(projectFolder, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'server',
    'packages/server/test/contract/examples.test.ts',
  ],
  { cwd: projectFolder, stdio: 'inherit', env: { ...process.env, GRANARY_RECORD_EXAMPLES: 'true' } },
);
process.exitCode = status ?? 1;
