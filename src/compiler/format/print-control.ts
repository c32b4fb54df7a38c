/** `if`, `for`, `try` and `repeat`: heads with blocks. The blocks of one construct are broken together or not at all. */
import type { Block, ForExpr, IfExpr, RepeatStep, TryExpr } from "../syntax/ast.ts";
import {
  braces,
  comma,
  concat,
  type Doc,
  hang,
  hardLine,
  indent,
  line,
  nothing,
  space,
} from "./doc.ts";
import { printItems } from "./print-items.ts";
import type { Printer } from "./printer.ts";

export function printIf(p: Printer, node: IfExpr): Doc {
  const { cursor, expr } = p;
  const blocks = createBlocks(p);
  for (let next: IfExpr | Block | undefined = node; next !== undefined; ) {
    if (next.kind === "Block") {
      blocks.addBlock(next);
      next = undefined;
    } else {
      blocks.addHead([cursor.take("if"), space, expr(next.condition), space]);
      blocks.addBlock(next.then);
      next = next.otherwise;
    }
    if (next !== undefined) {
      blocks.addHead([space, cursor.take("else"), space]);
    }
  }
  return blocks.end();
}

export function printTry(p: Printer, { body, handler }: TryExpr): Doc {
  const { cursor } = p;
  const blocks = createBlocks(p);
  blocks.addHead([cursor.take("try"), space]);
  blocks.addBlock(body);
  blocks.addHead([space, cursor.take("catch"), space, cursor.takeAny(), space]);
  blocks.addBlock(handler);
  return blocks.end();
}

export function printFor(p: Printer, { index, source, where, body }: ForExpr): Doc {
  const { cursor } = p;
  const blocks = createBlocks(p);
  const binder = [cursor.take("for"), space, cursor.takeAny()];
  const position = index === undefined ? [] : [comma, space, cursor.takeAny()];
  const head = concat([...binder, ...position, space, cursor.take("in"), space, p.expr(source)]);
  const clauses = where === undefined ? [] : [concat([cursor.take("where"), space, p.expr(where)])];
  // Deeper than the block, which would look like the clause's.
  blocks.addHead([hang(head, clauses, 2), space]);
  blocks.addBlock(body);
  return blocks.end();
}

export function printRepeat(p: Printer, node: RepeatStep): Doc {
  const { stateType, index, init, times, body, until } = node;
  const { cursor } = p;
  const blocks = createBlocks(p);
  const state = [cursor.take("repeat"), space, cursor.takeAny()];
  const type = stateType === undefined ? [] : [cursor.take(":"), space, p.type(stateType)];
  const position = index === undefined ? [] : [comma, space, cursor.takeAny()];
  const start = [space, cursor.take("="), space, p.expr(init)];
  const bound = concat([cursor.take("for"), space, p.expr(times)]);
  const head = hang(concat([...state, ...type, ...position, ...start]), [bound], 2);
  blocks.addHead([head, space]);
  blocks.addBlock(body);
  const loop = blocks.end();
  return until === undefined
    ? loop
    : concat([loop, space, cursor.take("until"), space, p.expr(until)]);
}

/** Always in lines of its own. */
export function printBody(p: Printer, { items }: Block): Doc {
  const open = p.cursor.take("{");
  const contents = printItems(p, items);
  const close = p.cursor.take("}");
  return contents === nothing
    ? concat([open, close])
    : concat([open, indent(concat([hardLine, contents])), hardLine, close]);
}

interface Blocks {
  /** What stands before the next block. */
  addHead(parts: readonly Doc[]): void;
  addBlock(block: Block): void;
  end(): Doc;
}

/** On one line only if each block is one item, the author wrote it so, and all fits. */
function createBlocks(p: Printer): Blocks {
  const { cursor } = p;
  let head: Doc | undefined;
  let parts: Doc[] = [];
  let close = nothing;
  let isBroken = false;
  return {
    addHead(words) {
      parts.push(close, ...words);
      close = nothing;
    },
    addBlock({ items }) {
      parts.push(cursor.take("{"));
      if (head === undefined) {
        head = concat(parts);
        parts = [];
      }
      isBroken ||= items.length > 1 || (items.length === 1 && cursor.startsLine());
      const contents = printItems(p, items);
      if (contents !== nothing) {
        parts.push(indent(concat([line, contents])), line);
      }
      close = cursor.take("}");
    },
    end: () => braces(head ?? nothing, concat(parts), close, isBroken),
  };
}
