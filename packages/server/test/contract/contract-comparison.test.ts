import { describe, expect, it } from 'vitest';
import { contractBreaks } from '../../scripts/contract-comparison.ts';

type Json = Record<string, unknown>;

/** A small API with one of everything that can be broken. */
function api(): Document {
  return {
    paths: {
      '/items': {
        get: {
          'x-aliases': ['/api/items'],
          parameters: [
            { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 500 } },
            { name: 'kind', in: 'query', required: false, schema: { enum: ['food', 'drink'] } },
          ],
          responses: {
            200: json({ $ref: '#/components/schemas/ItemList' }),
            422: { $ref: '#/components/responses/refused' },
          },
        },
        post: {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/NewItem' } } },
          },
          responses: { 201: json({ $ref: '#/components/schemas/Item' }) },
        },
      },
    },
    components: {
      responses: {
        refused: { ...json({ type: 'object' }), 'x-error-codes': ['validation_failed', 'cursor_not_valid'] },
      },
      schemas: {
        Item: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            status: { type: 'string', enum: ['new', 'old'] },
            price: { type: 'number' },
            parent: { anyOf: [{ $ref: '#/components/schemas/Item' }, { type: 'null' }] },
          },
          required: ['name', 'status', 'price', 'parent'],
        },
        ItemList: {
          type: 'object',
          properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Item' } } },
          required: ['data'],
        },
        NewItem: {
          type: 'object',
          properties: {
            name: { type: 'string', maxLength: 100 },
            size: { enum: ['s', 'm'] },
            tags: { type: 'array', items: { type: 'string' } },
            note: { type: ['string', 'null'] },
          },
          required: ['name'],
        },
      },
    },
  };
}

interface Document {
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Json> };
}
interface Schema extends Json {
  properties: Record<string, Json>;
  required: string[];
}

const json = (schema: Json) => ({ content: { 'application/json': { schema } } });

/** What the comparer says when the API is changed like this. */
function breaksOf(change: (now: Document) => void): string[] {
  const now = structuredClone(api());
  change(now);
  return contractBreaks(api(), now);
}

const get = (now: Document) => now.paths['/items']!.get as Json & { parameters: Json[]; responses: Json };
const item = (now: Document) => now.components.schemas.Item!;
const newItem = (now: Document) => now.components.schemas.NewItem!;

describe('the comparison of contracts', () => {
  it('finds nothing in an equal document', () => {
    expect(breaksOf(() => {})).toEqual([]);
  });

  it.each<[string, (now: Document) => void, string]>([
    ['a path', (now) => delete now.paths['/items'], 'GET /items is gone.'],
    ['an operation', (now) => delete now.paths['/items']!.post, 'POST /items is gone.'],
    ['an alias', (now) => (get(now)['x-aliases'] = []), 'GET /items no longer answers at /api/items.'],
    ['a status', (now) => delete get(now).responses['200'], 'GET /items no longer answers 200.'],
    [
      'a media type',
      (now) => (get(now).responses['200'] = { content: {} }),
      'GET /items 200: application/json is no longer given.',
    ],
    [
      'an error code',
      (now) => (now.components.responses.refused!['x-error-codes'] = ['validation_failed']),
      'The error code cursor_not_valid is gone.',
    ],
    [
      'a field of a reply',
      (now) => delete item(now).properties.price,
      'GET /items 200: the reply: data[]: the field price is gone.',
    ],
    [
      'an enum value of a reply',
      (now) => (item(now).properties.status!.enum = ['new']),
      'GET /items 200: the reply: data[]: status is never old any more.',
    ],
    [
      'a query parameter',
      (now) => get(now).parameters.pop(),
      'GET /items: the query parameter kind is gone.',
    ],
    [
      'a field of a request',
      (now) => delete newItem(now).properties.size,
      'POST /items: the body: the field size is gone.',
    ],
    [
      'a choice of a request',
      (now) => (newItem(now).properties.size!.enum = ['s']),
      'POST /items: the body: size no longer takes m.',
    ],
  ])('names %s that was removed', (_, change, sentence) => {
    expect(breaksOf(change)).toContain(sentence);
  });

  it.each<[string, (now: Document) => void, string]>([
    [
      'a new required field in a request',
      (now) => {
        newItem(now).properties.unit = { type: 'string' };
        newItem(now).required.push('unit');
      },
      'POST /items: the body: the field unit is required now.',
    ],
    [
      'a parameter that is required now',
      (now) => (get(now).parameters[0]!.required = true),
      'GET /items: the query parameter limit is required now.',
    ],
    [
      'a new required parameter',
      (now) => get(now).parameters.push({ name: 'store', in: 'query', required: true, schema: {} }),
      'GET /items: the new query parameter store is required.',
    ],
    [
      'a narrower bound',
      (now) => (newItem(now).properties.name!.maxLength = 50),
      'POST /items: the body: name is bound more tightly: maxLength 50.',
    ],
    [
      'a bound where there was none',
      (now) => (get(now).parameters[0]!.schema = { type: 'integer', minimum: 1, maximum: 500 }),
      'GET /items: the query parameter limit is bound more tightly: minimum 1.',
    ],
    [
      'a narrower type in a request',
      (now) => (newItem(now).properties.note!.type = 'string'),
      'POST /items: the body: note no longer takes null.',
    ],
    [
      'another type in a reply',
      (now) => (item(now).properties.price!.type = 'string'),
      'GET /items 200: the reply: data[]: price can be string now.',
    ],
    [
      'null in a reply',
      (now) => (item(now).properties.name!.type = ['string', 'null']),
      'GET /items 200: the reply: data[]: name can be null now.',
    ],
    [
      'a form of a union that was not there',
      (now) => (item(now).properties.parent!.anyOf as Json[]).push({ type: 'boolean' }),
      'GET /items 200: the reply: data[]: parent can have a form it did not have (boolean).',
    ],
    [
      'a field of a reply that can be absent',
      (now) => item(now).required.splice(0, 1),
      'GET /items 200: the reply: data[]: the field name can be absent now.',
    ],
    [
      'a form that a text must have',
      (now) => (newItem(now).properties.name!.pattern = '^[a-z]+$'),
      'POST /items: the body: name must have another form: pattern ^[a-z]+$.',
    ],
  ])('names %s', (_, change, sentence) => {
    expect(breaksOf(change)).toContain(sentence);
  });

  it.each<[string, (now: Document) => void]>([
    ['a new operation', (now) => (now.paths['/stores'] = { get: { responses: {} } })],
    [
      'a new optional parameter',
      (now) => get(now).parameters.push({ name: 'sort', in: 'query', required: false }),
    ],
    ['a new optional field of a request', (now) => (newItem(now).properties.colour = { type: 'string' })],
    ['a new field of a reply', (now) => (item(now).properties.weight = { type: 'number' })],
    ['a wider bound', (now) => (newItem(now).properties.name!.maxLength = 200)],
    ['a bound that is gone', (now) => delete newItem(now).properties.name!.maxLength],
    ['a new choice of a request', (now) => (newItem(now).properties.size!.enum = ['s', 'm', 'l'])],
    ['a whole number where any number was told', (now) => (item(now).properties.price!.type = 'integer')],
    [
      'a wider type in a request',
      (now) => (newItem(now).properties.tags!.items = { type: ['string', 'number'] }),
    ],
    ['a field of a request that is no longer required', (now) => newItem(now).required.pop()],
    [
      'a new status and a new code',
      (now) => {
        get(now).responses['404'] = json({ type: 'object' });
        (now.components.responses.refused!['x-error-codes'] as string[]).push('another');
      },
    ],
    ['another description', (now) => (item(now).description = 'A thing we plan.')],
  ])('lets %s pass', (_, change) => {
    expect(breaksOf(change)).toEqual([]);
  });
});
