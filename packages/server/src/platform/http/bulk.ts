import { z } from 'zod';
import type { Tx } from '../database/index.ts';
import { AppError, type ErrorDetail, invalid } from './errors.ts';
import { errorReply } from './openapi/error-shape.ts';

/** Items that one call takes, unless what is done to each is slow. */
export const bulkMost = 1_000;

/** An item that is not of its shape: it fails by itself, and the others are done. */
export class UnreadableItem {
  readonly details: ErrorDetail[];

  constructor(issues: readonly z.core.$ZodIssue[]) {
    this.details = issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [detail(issue.path, issue.message)];
      return issue.keys.map((key) => detail([...issue.path, key], 'is not known here'));
    });
  }
}

function detail(path: readonly PropertyKey[], message: string): ErrorDetail {
  return { field: path.length === 0 ? 'item' : path.map(String).join('.'), message };
}

/** `{items: […]}`: the envelope is refused as a whole, an item by itself. */
export function bulkBody<Item extends z.ZodType>(item: Item, most = bulkMost) {
  // Without a context it is asked for the default that a document would show; components.ts leaves that out.
  const instead = (context?: z.core.$ZodCatchCtx) =>
    new UnreadableItem(context?.error.issues ?? []) as z.output<Item>;
  const orUnreadable = item.catch(instead) as unknown as z.ZodType<
    z.output<Item> | UnreadableItem,
    z.input<Item>
  >;
  return z.strictObject({
    items: z.array(orUnreadable).min(1).max(most).describe(`1 to ${most}; each is done or fails by itself.`),
  });
}

/** What became of each item, in the order they were sent. @param more fields that a resource adds */
export function bulkReply<Id extends z.ZodType, More extends z.ZodRawShape>(id: Id, more: More) {
  const { code, message, details } = errorReply.shape.error.shape;
  return z.object({
    succeeded: z.number().int(),
    failed: z.number().int(),
    results: z.array(
      z.object({
        index: z.number().int().describe('Place of the item in the call, from 0.'),
        id: id.nullable().describe('Of the thing; null when the item named none, or it was not made.'),
        status: z.enum(['ok', 'failed']),
        error: z
          .object({ code, message, details })
          .optional()
          .describe('Why it failed: what the call for this one alone would have answered.'),
        ...more,
      }),
    ),
  });
}

export interface BulkResult<Id> {
  index: number;
  id: Id | null;
  status: 'ok' | 'failed';
  error?: { code: string; message: string; details: ErrorDetail[] };
}

/**
 * Does what is readable and answers for every item.
 *
 * @param work answers each item it is given with what is told of it, or with why it failed
 */
export async function answerItems<Item, Id, Told extends object>(
  items: readonly (Item | UnreadableItem)[],
  idOf: (item: Item) => Id | null,
  work: (readable: Item[]) => Promise<(Told | AppError)[]>,
): Promise<{ succeeded: number; failed: number; results: (BulkResult<Id> & Partial<Told>)[] }> {
  const readable = items.filter((item): item is Item => !(item instanceof UnreadableItem));
  const outcomes = readable.length === 0 ? [] : await work(readable);
  let done = 0;
  const results = items.map((item, index): BulkResult<Id> & Partial<Told> => {
    const outcome = item instanceof UnreadableItem ? unreadable(item) : outcomes[done++];
    const id = item instanceof UnreadableItem ? null : idOf(item);
    if (outcome instanceof AppError) {
      const { code, message, details } = outcome;
      return { index, id, status: 'failed', error: { code, message, details } } as BulkResult<Id> &
        Partial<Told>;
    }
    return { index, id, status: 'ok', ...(outcome as Told) };
  });
  const failed = results.filter(({ status }) => status === 'failed').length;
  return { succeeded: results.length - failed, failed, results };
}

/** Does one item after another in a transaction: what an item wrote that fails is undone, and the others stay. */
export async function attemptEach<Item, Told>(
  tx: Pick<Tx, 'attempt'>,
  items: readonly Item[],
  work: (item: Item) => Promise<Told>,
): Promise<(Told | AppError)[]> {
  const outcomes: (Told | AppError)[] = [];
  for (const item of items) {
    outcomes.push(await tx.attempt(() => work(item)).catch(asRefusal));
  }
  return outcomes;
}

/** @throws what is no refusal: a fault, or a database that is away, ends the whole call */
export function asRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}

function unreadable({ details }: UnreadableItem): AppError {
  const said = details.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return invalid('validation_failed', `This item cannot be used: ${said}`, { details });
}
