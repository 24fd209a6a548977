import { expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it('yields results in the order of the items, whatever finishes first', async () => {
  const results: number[] = [];
  for await (const result of inOrder([30, 1, 20, 2], 4, (item) => later(item).then(() => item)))
    results.push(result);
  expect(results).toEqual([30, 1, 20, 2]);
});

it('has at most `width` under way, and asks for an item only when there is room', async () => {
  let [asked, underWay, most] = [0, 0, 0];
  async function* items() {
    for (; asked < 10; ) yield asked++;
  }
  for await (const _ of inOrder(items(), 3, async () => {
    underWay++;
    most = Math.max(most, underWay);
    await later(2);
    underWay--;
  })) {
    expect(underWay).toBeLessThanOrEqual(3);
  }
  expect([asked, most]).toEqual([10, 3]);
});

it('throws the failure of an item in its turn, and leaves nothing running', async () => {
  let running = 0;
  const work = async (item: number) => {
    running++;
    await later(5);
    running--;
    if (item === 2) throw new Error('item 2');
    return item;
  };
  const results: number[] = [];
  const walk = async () => {
    for await (const result of inOrder([1, 2, 3, 4], 3, work)) results.push(result);
  };
  await expect(walk()).rejects.toThrow('item 2');
  expect([results, running]).toEqual([[1], 0]);
});

it('waits for what is under way when the reader stops early', async () => {
  let running = 0;
  for await (const _ of inOrder([1, 2, 3], 3, async () => {
    running++;
    await later(5);
    running--;
  })) {
    break;
  }
  expect(running).toBe(0);
});
