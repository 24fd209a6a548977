/**
 * Applies `work` to each item with at most `width` under way, yielding results
 * in the order of the items, whatever finishes first. Memory is bounded by
 * `width`, not by the length of `items`.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const started = work(item);
      // Its failure is thrown where it is awaited below.
      started.catch(() => undefined);
      underWay.push(started);
      if (underWay.length >= width) yield await (underWay.shift() as Promise<Result>);
    }
    while (underWay.length > 0) yield await (underWay.shift() as Promise<Result>);
  } finally {
    await Promise.allSettled(underWay);
  }
}
