/** The items of one block as a graph of what mentions what: their order, their cycles, and what nothing needs. */
import type { Block, Identifier, Item } from "../syntax/ast.ts";

export interface BlockGraph {
  readonly block: Block;
  /** By position of the item: positions of the items it mentions. Tiled values may mention each other freely. */
  readonly mentions: readonly Set<number>[];
  /** By position: names bound there that something mentions. */
  readonly mentionedNames: Set<Identifier>;
}

/** Positions, each after those it mentions where that is possible, and the cycles that make it impossible. */
export interface BlockOrder {
  readonly order: readonly number[];
  /** Members of each cycle in source order. */
  readonly cycles: readonly (readonly number[])[];
}

export function createBlockGraph(block: Block): BlockGraph {
  return { block, mentions: block.items.map(() => new Set<number>()), mentionedNames: new Set() };
}

/** Tarjan's strongly connected components, with a stack of its own: a chain of steps may be long. */
export function orderBlock(graph: BlockGraph): BlockOrder {
  const count = graph.mentions.length;
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
      work.push({ at, rest: (graph.mentions[at] ?? new Set<number>()).values() });
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
        if (members.length > 1 || graph.mentions[at]?.has(at) === true) {
          cycles.push(members);
        }
      }
    }
  }
  return { order, cycles };
}

/** Whether an item runs for its own sake. */
export function isRoot(item: Item): boolean {
  switch (item.kind) {
    case "ReturnItem":
    case "ResultItem":
    case "DoItem":
    case "AssertItem":
      return true;
    default:
      return false;
  }
}

/** Positions of the items that no item mentions and that do not run for their own sake. */
export function findUnneeded(graph: BlockGraph): readonly number[] {
  const mentioned = new Set<number>();
  for (const [from, targets] of graph.mentions.entries()) {
    for (const target of targets) {
      if (target !== from) {
        mentioned.add(target);
      }
    }
  }
  return [...graph.block.items.keys()].filter((position) => {
    const item = graph.block.items[position];
    return item !== undefined && !isRoot(item) && !mentioned.has(position);
  });
}
