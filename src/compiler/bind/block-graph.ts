/** The items of one block as a graph of what mentions what, and what nothing in it needs. */
import type { Block, Identifier, Item } from "../syntax/ast.ts";

export interface BlockGraph {
  readonly block: Block;
  /** By position of the item: positions of the items it mentions. Tiled values may mention each other freely. */
  readonly mentions: readonly Set<number>[];
  /** By position: names bound there that something mentions. */
  readonly mentionedNames: Set<Identifier>;
}

export function createBlockGraph(block: Block): BlockGraph {
  return { block, mentions: block.items.map(() => new Set<number>()), mentionedNames: new Set() };
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
