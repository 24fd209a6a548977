import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './harness-database.ts';
import { judgeMatrix } from './matrix/judge.ts';
import { judgeTokens } from './matrix/judge-tokens.ts';
import { readMatrix } from './matrix/matrix-file.ts';
import { liftRowSecurity } from './matrix/row-security.ts';
import { createTwoOrganizations, type TwoOrganizations } from './matrix/two-organizations.ts';

const rows = readMatrix();
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
  it('has a row for every route, and no other', () => {
    const routes = both.app.routes.map(({ method, path }) => `${method} ${path}`);
    expect(rows.map(({ route }) => route).sort()).toEqual(routes.sort());
  });

  it('names the permission that the route asks for', () => {
    const asked = both.app.routes.map(({ method, path, permission }) => `${method} ${path} ${permission}`);
    expect(rows.map(({ route, needs }) => `${route} ${needs}`).sort()).toEqual(asked.sort());
  });

  it('says what every role is answered, and nothing of another organization is seen or changed', async () => {
    const { problems, showingOurs } = await judgeMatrix(both, rows);
    expect(problems).toEqual([]);
    expect(showingOurs).toBeGreaterThan(50);
  }, 180_000);

  it('holds for tokens of machines: with the permission as the owner, with another refused', async () => {
    const { problems, asked } = await judgeTokens(both, rows);
    expect(problems).toEqual([]);
    expect(asked).toBeGreaterThan(80);
  });

  it('holds by the filters of the code alone, with row security off', async () => {
    await liftRowSecurity(database);
    const { problems, showingOurs } = await judgeMatrix(both, rows, ['owner', 'viewer']);
    expect(problems).toEqual([]);
    expect(showingOurs).toBeGreaterThan(20);
  });
});
