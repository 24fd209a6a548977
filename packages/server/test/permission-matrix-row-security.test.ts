import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from './harness-database.ts';
import { judgeMatrix } from './matrix/judge.ts';
import { readMatrix } from './matrix/matrix-file.ts';
import { liftRowSecurity } from './matrix/row-security.ts';
import { createTwoOrganizations, type TwoOrganizations } from './matrix/two-organizations.ts';

// Files of one worker share what they load: this one loads the server anew, without the filter, and leaves none behind.
vi.hoisted(() => vi.resetModules());
afterAll(() => vi.resetModules());

/** The filter of the code is taken out: every statement goes to the database as it was written. */
vi.mock(import('../src/platform/database/own-rows/index.ts'), async (original) => ({
  ...(await original()),
  ownRowsOnly: (text: string, values: readonly unknown[]) => ({ text, values: [...values] }),
}));

let database: TestDatabase;
let both: TwoOrganizations;

beforeAll(async () => {
  database = await createTestDatabase();
  both = await createTwoOrganizations(database);
});
afterAll(async () => {
  await both.close();
  await database.close();
});

describe('the permission matrix', () => {
  it('holds by row-level security alone, without the filters of the code', async () => {
    const { problems, showingOurs } = await judgeMatrix(both, readMatrix(), ['owner', 'viewer']);
    expect(problems).toEqual([]);
    expect(showingOurs).toBeGreaterThan(20);
  });

  it('does not hold without both: the judge sees what is not ours', async () => {
    await liftRowSecurity(database);
    const { problems } = await judgeMatrix(both, readMatrix(), ['owner']);
    expect(problems.filter((problem) => problem.includes('shows what is not ours')).length).toBeGreaterThan(
      10,
    );
  });
});
