import { readFileSync } from 'node:fs';
import { type Role, roles } from './sign-in.ts';

/** One line of the published matrix: what each role is answered. */
export interface MatrixRow {
  /** As `GET /actions/:action_id`, below /api/v1. */
  route: string;
  /** The permission a refusal names; `public` and `signed-in` need none. */
  needs: string;
  status: Record<Role | 'nobody', number>;
  /** The owner's answer when the ids of the request are another organization's; undefined when it has none. */
  otherOrganization: number | undefined;
}

export const matrixFile = new URL('../../../../docs/permission-matrix.md', import.meta.url);

export const columns = ['Route', 'Needs', ...roles, 'nobody', "Other organization's ids"] as const;

/** Reads the table of docs/permission-matrix.md. */
export function readMatrix(text = readFileSync(matrixFile, 'utf8')): MatrixRow[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  if (cells(lines[0] ?? '').join() !== columns.join())
    throw new Error(`the columns of the matrix are ${columns.join(', ')}`);
  return lines.slice(2).map((line) => {
    const [route = '', needs = '', ...answers] = cells(line);
    const status = Object.fromEntries(
      [...roles, 'nobody'].map((role, index) => [role, Number(answers[index])]),
    ) as MatrixRow['status'];
    const other = answers[roles.length + 1] ?? '';
    return {
      route: route.replaceAll('`', ''),
      needs: needs.replaceAll('`', ''),
      status,
      otherOrganization: other === '–' ? undefined : Number(other),
    };
  });
}
