/** Runs `next` when `before` is done: at once where there is nothing to wait for. */
export function after<T>(before: void | Promise<void>, next: () => T | Promise<T>): T | Promise<T> {
  return before === undefined ? next() : before.then(next);
}
