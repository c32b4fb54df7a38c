/** First in, first out, without moving what is in it on every step. */
export interface Queue {
  readonly size: number;
  push(item: number): void;
  shift(): number | undefined;
}

/** Items that have left, after which the rest moves up. */
const SLACK = 1_024;

export function createQueue(): Queue {
  let items: number[] = [];
  let head = 0;
  return {
    get size() {
      return items.length - head;
    },
    push: (item) => items.push(item),
    shift() {
      const item = items[head];
      if (item !== undefined) {
        head += 1;
      }
      if (head > SLACK && 2 * head > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
}
