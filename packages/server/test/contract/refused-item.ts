import type { LightMyRequestResponse } from 'fastify';

interface Answered {
  results?: { error?: { code: string; details: { field: string }[] } }[];
}

/**
 * The refusal of the first item of a bulk call, as if the call were refused for
 * it: an item that is not of its shape fails by itself, as a call of its own
 * would with 422.
 *
 * @returns undefined when the reply is of another kind, or the first item could be read
 */
export function refusedItem(reply: LightMyRequestResponse) {
  if (reply.statusCode !== 200 || !reply.body.includes('validation_failed')) return undefined;
  const error = (reply.json() as Answered).results?.[0]?.error;
  if (error?.code !== 'validation_failed') return undefined;
  const fields = error.details.map(({ field }) => (field === 'item' ? 'items.0' : `items.0.${field}`));
  return { status: 422, code: error.code as string | undefined, fields: fields as (string | undefined)[] };
}
