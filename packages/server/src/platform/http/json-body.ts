import type { FastifyInstance } from 'fastify';
import { tooLarge, unparseable } from './errors.ts';

/** No shape of ours is nearly as deep; deeper ones would only exhaust the stack of whoever walks them. */
export const nestingMax = 32;

/** Fields and entries in one body: more cost longer to judge than a request may hold up the others. */
export const valuesMax = 20_000;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * Reads JSON bodies: well-formed UTF-8, not nested deeper than
 * {@link nestingMax}, and without the names that reach an object's prototype.
 * The depth is looked at before the parser runs.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      done(unparseable('unparseable_body', 'The body is not well-formed UTF-8.'));
      return;
    }
    const { depth, values } = measureJson(text);
    if (depth > nestingMax) {
      done(unparseable('unparseable_body', `The body is nested deeper than ${nestingMax} levels.`));
      return;
    }
    if (values > valuesMax) {
      done(
        tooLarge(
          'body_too_large',
          `The body holds more than ${valuesMax} fields and entries; send less at once.`,
          {
            details: [{ message: `at most ${valuesMax} fields and entries`, max_values: valuesMax }],
          },
        ),
      );
      return;
    }
    parse(request, text, done);
  });
}

const quote = 34;
const backslash = 92;
const comma = 44;
const opening = new Set([91, 123]);
const closing = new Set([93, 125]);

/** How deep arrays and objects stand inside each other, and how many values there are; brackets in strings do not count. */
export function measureJson(json: string): { depth: number; values: number } {
  let depth = 0;
  let deepest = 0;
  let values = 1;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === quote) at = endOfString(json, at);
    else if (code === comma) values += 1;
    else if (opening.has(code)) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (closing.has(code)) depth -= 1;
  }
  return { depth: deepest, values };
}

function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return json.length;
}
