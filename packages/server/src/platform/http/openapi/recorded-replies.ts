import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `npm run examples` keeps the replies it recorded, one file for each tag. */
export const repliesFolder = join(import.meta.dirname, '../../../../reply-examples');

/** Replies of a real server to the examples of the routes, by `METHOD path`. */
export function recordedReplies(): Record<string, unknown> {
  if (!existsSync(repliesFolder)) return {};
  const files = readdirSync(repliesFolder).filter((name) => name.endsWith('.json'));
  return Object.assign(
    {},
    ...files.map((name) => JSON.parse(readFileSync(join(repliesFolder, name), 'utf8')) as object),
  );
}
