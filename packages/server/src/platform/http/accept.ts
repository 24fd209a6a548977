import { z } from 'zod';
import type { Route } from './route.ts';

/** The media types a route can answer with; a route of files names its own. */
export function mediaTypesOf(definition: Route): string[] {
  if (definition.replyType !== undefined) return [definition.replyType];
  const hasCsv = definition.query instanceof z.ZodObject && 'format' in definition.query.shape;
  return hasCsv ? ['application/json', 'text/csv'] : ['application/json'];
}

/** Whether an `Accept` header allows one of the types; without the header everything is. */
export function acceptsOneOf(accept: string | undefined, types: readonly string[]): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  const ranges = accept.split(',').map(readRange);
  return types.some((type) => {
    const [family] = type.split('/');
    // The most precise range decides: `*/*, application/json;q=0` does not want JSON.
    const quality =
      ranges.find(({ range }) => range === type)?.quality ??
      ranges.find(({ range }) => range === `${family}/*`)?.quality ??
      ranges.find(({ range }) => range === '*/*' || range === '*')?.quality;
    return quality !== undefined && quality > 0;
  });
}

function readRange(text: string): { range: string; quality: number } {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const value = quality === undefined ? 1 : Number(quality.slice(2));
  return { range, quality: Number.isNaN(value) ? 1 : value };
}
