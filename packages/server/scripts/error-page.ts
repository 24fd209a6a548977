import { type ErrorEntry, statusOf } from '../src/platform/http/error-catalogue.ts';

const titles: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Nobody is signed in',
  403: 'It is not allowed',
  404: 'It does not exist',
  409: 'It does not fit the present state',
  413: 'It is too large',
  414: 'The address is too long',
  415: 'The body is of another type',
  422: 'A value cannot be used',
  429: 'Too many requests',
  500: 'A fault of ours',
  503: 'Not at the moment',
};

const head = `# Error codes

Generated from the \`errors.ts\` files by \`npm run generate\`; do not edit.

Every refusal has the form \`{"error": {"code", "message", "details", "correlation_id"}}\`. The code is stable: it keeps its
meaning and its status. The message is a sentence for the reader and may be worded anew. \`details\` has one entry for each
field that is wrong (\`field\`, \`message\`, and what else helps: \`permission\`, \`max_bytes\`, \`current_version\`, \`suggestions\`);
the field of a nested value is its path with dots, \`items.0.version\`. The correlation id leads to the log entry. In a
bulk request each item that is refused carries its own \`error\` with \`code\` and \`message\`.
`;

/** docs/errors.md: every code under its status, with an anchor of its own name. */
export function errorPage(catalogue: Record<string, ErrorEntry>): string {
  const statuses = [...new Set(Object.values(statusOf))].sort((a, b) => a - b);
  const sections = statuses.flatMap((status) => {
    const codes = Object.entries(catalogue)
      .filter(([, entry]) => statusOf[entry.failure] === status)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    if (codes.length === 0) return [];
    const entries = codes.map(
      ([code, { when, remedy }]) =>
        `<a id="${code}"></a>\n### \`${code}\`\n\n${when}\n\n*What to do:* ${remedy}\n`,
    );
    return [`## ${status} · ${titles[status] ?? 'Refused'}\n`, ...entries];
  });
  return [head, ...sections].join('\n');
}
