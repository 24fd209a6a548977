import { z } from 'zod';
import { type ErrorDetail, invalid } from './errors.ts';

/**
 * The one rule for text from outside, checked on every string of every body,
 * query and path before its shape is: it is well-formed Unicode and holds no
 * control character except tab and line ends. What a reader could mistake for
 * markup is kept as it is; it is inert where it is shown.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Text on one line, without spaces around it. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/[\t\r\n]/.test(text), 'must be on one line');

/** Text that may run over several lines, without spaces around it. */
export const lines = (max: number) => z.string().trim().min(1).max(max);

/** More details than this help nobody. */
const detailsMax = 20;

/**
 * @param source `body`, `query` or `path`, for the sentence
 * @throws {AppError} 422 `text_not_accepted` with the places of the first offenders
 */
export function refuseBadText(source: string, value: unknown): void {
  const details: ErrorDetail[] = [];
  collect(value, '', details);
  if (details.length === 0) return;
  throw invalid(
    'text_not_accepted',
    `The ${source} holds text that cannot be kept: control characters (other than tab and line end) and halves of characters are refused.`,
    { details },
  );
}

function collect(value: unknown, place: string, details: ErrorDetail[]): void {
  if (details.length === detailsMax) return;
  if (typeof value === 'string') {
    const message = faultOf(value);
    if (message !== undefined) details.push({ field: place, message });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (faultOf(key) !== undefined) {
      details.push({ field: place, message: 'has a name with a character that is not accepted' });
      return;
    }
    collect(inner, place === '' ? key : `${place}.${key}`, details);
  }
}

function faultOf(text: string): string | undefined {
  if (!text.isWellFormed()) return 'has half of a character (a lone surrogate)';
  return controlCharacter.test(text) ? 'has a control character' : undefined;
}
