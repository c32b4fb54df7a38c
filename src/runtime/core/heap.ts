/** A binary heap; among equals by `before` the order is unspecified, so `before` should be total. */
export interface Heap<T> {
  readonly size: number;
  peek(): T | undefined;
  push(item: T): void;
  pop(): T | undefined;
}

/** `before(a, b)`: `a` leaves the heap ahead of `b`. */
export function createHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];

  const siftUp = (from: number, item: T): void => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !before(item, above)) {
        break;
      }
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  };

  const siftDown = (item: T): void => {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      let below = items[child];
      const right = items[child + 1];
      if (below !== undefined && right !== undefined && before(right, below)) {
        child += 1;
        below = right;
      }
      if (below === undefined || !before(below, item)) {
        break;
      }
      items[at] = below;
      at = child;
    }
    items[at] = item;
  };

  return {
    get size() {
      return items.length;
    },
    peek: () => items[0],
    push(item) {
      items.push(item);
      siftUp(items.length - 1, item);
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) {
        siftDown(last);
      }
      return first;
    },
  };
}
