/**
 * Does `work` for every item, `width` at a time, and hands results to `consume` in the order of the items, each as soon as
 * all before it are there.
 */
export async function inOrder<Item, Done>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Done>,
  consume: (done: Done) => void,
): Promise<void> {
  const waiting = new Map<number, { readonly done: Done }>();
  let next = 0;
  let consumed = 0;
  const pull = async (): Promise<void> => {
    for (let at = next; at < items.length; at = next) {
      next += 1;
      const item = items[at] as Item; // `at` is below the length
      waiting.set(at, { done: await work(item) });
      for (let ready = waiting.get(consumed); ready !== undefined; ready = waiting.get(consumed)) {
        waiting.delete(consumed);
        consumed += 1;
        consume(ready.done);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, pull));
}
