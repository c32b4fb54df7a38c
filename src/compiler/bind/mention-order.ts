/** Order and cycles of things that mention each other by position. */

/** Positions, each after those it mentions where that is possible, and the cycles that make it impossible. */
export interface MentionOrder {
  readonly order: readonly number[];
  /** Members of each cycle, ascending. */
  readonly cycles: readonly (readonly number[])[];
}

/** Tarjan's strongly connected components, with a stack of its own: a chain of steps may be long. */
export function orderMentions(mentions: readonly ReadonlySet<number>[]): MentionOrder {
  const count = mentions.length;
  const index = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const stack: number[] = [];
  const order: number[] = [];
  const cycles: number[][] = [];
  let next = 0;
  for (let root = 0; root < count; root++) {
    if (index[root] !== -1) {
      continue;
    }
    const work: { readonly at: number; readonly rest: Iterator<number> }[] = [];
    const enter = (at: number): void => {
      index[at] = next;
      low[at] = next;
      next++;
      stack.push(at);
      onStack[at] = 1;
      work.push({ at, rest: (mentions[at] ?? new Set<number>()).values() });
    };
    enter(root);
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const { at } = top;
      const mentioned = top.rest.next();
      if (mentioned.done !== true) {
        const to = mentioned.value;
        if (index[to] === -1) {
          enter(to);
        } else if (onStack[to] === 1) {
          low[at] = Math.min(low[at] ?? 0, index[to] ?? 0);
        }
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent !== undefined) {
        low[parent.at] = Math.min(low[parent.at] ?? 0, low[at] ?? 0);
      }
      if (low[at] === index[at]) {
        const members: number[] = [];
        for (let member = -1; member !== at; ) {
          member = stack.pop() ?? at;
          onStack[member] = 0;
          members.push(member);
        }
        members.sort((a, b) => a - b);
        order.push(...members);
        if (members.length > 1 || mentions[at]?.has(at) === true) {
          cycles.push(members);
        }
      }
    }
  }
  return { order, cycles };
}

/** The shortest way from the first of `cycle`, a set of things that reach each other, back to it. */
export function shortestCycle(
  mentions: readonly ReadonlySet<number>[],
  cycle: readonly number[],
): readonly number[] {
  const inside = new Set(cycle);
  const start = cycle[0] ?? 0;
  const from = new Map<number, number>();
  const waiting = [start];
  for (const at of waiting) {
    for (const to of mentions[at] ?? []) {
      if (to === start) {
        const path = [at];
        for (let back = at; back !== start; ) {
          back = from.get(back) ?? start;
          path.unshift(back);
        }
        return path;
      }
      if (inside.has(to) && !from.has(to)) {
        from.set(to, at);
        waiting.push(to);
      }
    }
  }
  return cycle;
}
