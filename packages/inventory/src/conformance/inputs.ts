import { isObject } from './case.ts';

/**
 * The inputs of a case, read by name. It remembers what was read, so that an input nobody understood makes
 * the case fail instead of being ignored.
 */
export interface Inputs {
  has(name: string): boolean;
  /** @throws RangeError when it is missing or no number */
  number(name: string): number;
  /** undefined when absent or null */
  optionalNumber(name: string): number | undefined;
  numbers(name: string): number[];
  text(name: string): string;
  optionalText(name: string): string | undefined;
  flag(name: string, whenAbsent: boolean): boolean;
  /** a nested object, whose fields count as read once they are */
  object(name: string): Inputs;
  optionalObject(name: string): Inputs | undefined;
  objects(name: string): Inputs[];
  /** the names of the fields, none of which counts as read by asking */
  names(): string[];
  /** the value as it stands: the caller checks it */
  raw(name: string): unknown;
  /** paths of the fields that were never read */
  unread(): string[];
}

/** @param place where these inputs stand, for messages: `inputs`, `inputs.stores[2]` */
export function readInputs(fields: Record<string, unknown>, place = 'inputs'): Inputs {
  const read = new Set<string>();
  const nested: Inputs[] = [];

  const take = (name: string): unknown => {
    read.add(name);
    return fields[name];
  };
  const refuse = (name: string, wanted: string): never => {
    throw new RangeError(`${place}.${name} is ${JSON.stringify(fields[name])}; it must be ${wanted}`);
  };
  const below = (value: unknown, at: string): Inputs => {
    if (!isObject(value)) throw new RangeError(`${at} is ${JSON.stringify(value)}; it must be an object`);
    const child = readInputs(value, at);
    nested.push(child);
    return child;
  };
  const isGiven = (name: string) => fields[name] !== undefined && fields[name] !== null;

  const inputs: Inputs = {
    has: isGiven,
    number(name) {
      const value = take(name);
      return typeof value === 'number' ? value : refuse(name, 'a number');
    },
    optionalNumber(name) {
      take(name);
      return isGiven(name) ? inputs.number(name) : undefined;
    },
    numbers(name) {
      const value = take(name);
      if (Array.isArray(value) && value.every((each) => typeof each === 'number')) return value;
      return refuse(name, 'a list of numbers');
    },
    text(name) {
      const value = take(name);
      return typeof value === 'string' ? value : refuse(name, 'text');
    },
    optionalText(name) {
      take(name);
      return isGiven(name) ? inputs.text(name) : undefined;
    },
    flag(name, whenAbsent) {
      const value = take(name);
      if (value === undefined || value === null) return whenAbsent;
      return typeof value === 'boolean' ? value : refuse(name, 'true or false');
    },
    object(name) {
      return below(take(name), `${place}.${name}`);
    },
    optionalObject(name) {
      take(name);
      return isGiven(name) ? inputs.object(name) : undefined;
    },
    objects(name) {
      const value = take(name);
      if (!Array.isArray(value)) return refuse(name, 'a list of objects');
      return value.map((each, index) => below(each, `${place}.${name}[${index}]`));
    },
    names: () => Object.keys(fields),
    raw: take,
    unread: () => [
      ...Object.keys(fields)
        .filter((name) => !read.has(name))
        .map((name) => `${place}.${name}`),
      ...nested.flatMap((child) => child.unread()),
    ],
  };
  return inputs;
}
