import { describe, expect, it } from 'vitest';
import { readInputs } from './inputs.ts';

describe('reading the inputs of a case', () => {
  it('gives each field as what it is', () => {
    const inputs = readInputs({ rate: 2.5, days: [1, 2], name: 'B1', exact: false, lane: { cost: 3 } });
    expect(inputs.number('rate')).toBe(2.5);
    expect(inputs.numbers('days')).toEqual([1, 2]);
    expect(inputs.text('name')).toBe('B1');
    expect(inputs.flag('exact', true)).toBe(false);
    expect(inputs.object('lane').number('cost')).toBe(3);
    expect(inputs.names()).toEqual(['rate', 'days', 'name', 'exact', 'lane']);
    expect(inputs.raw('name')).toBe('B1');
  });

  it('takes null and a missing field as absent', () => {
    const inputs = readInputs({ capacity: null });
    expect(inputs.has('capacity')).toBe(false);
    expect(inputs.optionalNumber('capacity')).toBeUndefined();
    expect(inputs.optionalText('name')).toBeUndefined();
    expect(inputs.optionalObject('lane')).toBeUndefined();
    expect(inputs.flag('capacity', true)).toBe(true);
    expect(inputs.flag('exact', false)).toBe(false);
    expect(readInputs({ capacity: 0 }).has('capacity')).toBe(true);
  });

  it.each([
    ['number', { rate: '2' }, 'inputs.rate is "2"; it must be a number'],
    ['number', {}, 'inputs.rate is undefined; it must be a number'],
    ['optionalNumber', { rate: true }, 'inputs.rate is true; it must be a number'],
    ['numbers', { rate: [1, 'x'] }, 'inputs.rate is [1,"x"]; it must be a list of numbers'],
    ['numbers', { rate: 1 }, 'inputs.rate is 1; it must be a list of numbers'],
    ['text', { rate: 1 }, 'inputs.rate is 1; it must be text'],
    ['object', { rate: [] }, 'inputs.rate is []; it must be an object'],
    ['objects', { rate: {} }, 'inputs.rate is {}; it must be a list of objects'],
    ['objects', { rate: [{}, 5] }, 'inputs.rate[1] is 5; it must be an object'],
  ] as const)('refuses by %s what is of another kind: %j', (method, fields, message) => {
    expect(() => readInputs(fields)[method]('rate')).toThrow(new RangeError(message));
  });

  it('refuses a flag that is neither true nor false', () => {
    expect(() => readInputs({ exact: 'yes' }).flag('exact', true)).toThrow(
      new RangeError('inputs.exact is "yes"; it must be true or false'),
    );
  });

  it('names what nobody read, in nested objects too', () => {
    const inputs = readInputs({ rate: 1, lanes: [{ cost: 1, colour: 'red' }], odd: 2 });
    inputs.number('rate');
    const [lane] = inputs.objects('lanes');
    lane?.number('cost');
    expect(inputs.unread()).toEqual(['inputs.odd', 'inputs.lanes[0].colour']);
    lane?.text('colour');
    inputs.number('odd');
    expect(inputs.unread()).toEqual([]);
  });
});
