/** The items of a block: each on a line of its own, with at most one empty line between two. */
import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type { BindItem, BindTarget, IndexRange, Item, TileItem, TileSpec } from "../syntax/ast.ts";
import {
  blankLine,
  type CellName,
  cell,
  comma,
  concat,
  type Doc,
  hang,
  hardLine,
  join,
  row,
  space,
} from "./doc.ts";
import { brackets, curlies, printLastComments, printList } from "./print-lists.ts";
import type { Printer } from "./printer.ts";

const commaAndSpace = concat([comma, space]);

/** `nothing` where there is nothing to show. */
export function printItems(p: Printer, items: readonly Item[]): Doc {
  const { cursor } = p;
  const parts: Doc[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0) {
      parts.push(cursor.isAfterBlank() ? blankLine : hardLine);
    }
    parts.push(cursor.comments(), printItem(p, item));
  }
  const last = printLastComments(cursor);
  return items.length === 0 ? last : concat([...parts, last]);
}

function printItem(p: Printer, item: Item): Doc {
  const { cursor } = p;
  switch (item.kind) {
    case "BindItem":
      return printBinding(p, item);
    case "TileItem":
      return printTile(p, item);
    case "AssertItem": {
      const condition = concat([cursor.take("assert"), space, p.expr(item.condition), comma]);
      return hang(condition, [p.expr(item.message)]);
    }
    case "DoItem":
      return concat([cursor.take("do"), space, p.step(item.step)]);
    case "ReturnItem":
      return concat([cursor.take("return"), space, p.step(item.step)]);
    case "ResultItem":
      return p.step(item.step);
    default:
      return assertNever(item);
  }
}

function printBinding(p: Printer, { target, step, ranges }: BindItem): Doc {
  const name = printTarget(p, target);
  const column = target.kind === "IndexedTarget" ? "cell" : "name";
  const binding = concat([name, ...printEquals(p, column), p.step(step)]);
  return row(ranges.length === 0 ? binding : hang(binding, [printRanges(p, ranges)]));
}

function printEquals({ cursor }: Printer, column: CellName): readonly Doc[] {
  return [space, cell(column), cursor.take("="), space];
}

function printTarget(p: Printer, target: BindTarget): Doc {
  const { cursor } = p;
  switch (target.kind) {
    case "NameTarget":
      return cursor.takeAny();
    case "IndexedTarget":
      return concat([cursor.takeAny(), printList(p, brackets, target.indices, p.expr)]);
    case "RecordTarget":
      return printList(p, curlies, target.names, () => cursor.takeAny());
    case "InvalidTarget":
      invariant(false, "a file with mistakes is not formatted");
      break;
    default:
      return assertNever(target);
  }
}

function printRanges(p: Printer, ranges: readonly IndexRange[]): Doc {
  const { cursor } = p;
  const where = cursor.take("where");
  const printed = ranges.map(({ range }) =>
    concat([cursor.takeAny(), space, cursor.take("in"), space, p.expr(range)]),
  );
  return concat([cell("where"), where, space, join(commaAndSpace, printed)]);
}

function printTile(p: Printer, { indices, source, by, halo, fill }: TileItem): Doc {
  const { cursor } = p;
  const name = concat([cursor.take("tile"), space, cursor.takeAny()]);
  const target = concat([name, printList(p, brackets, indices, () => cursor.takeAny())]);
  const tiled = concat([target, ...printEquals(p, "tile"), p.expr(source)]);
  const clauses = [concat([cursor.take("by"), space, printSpec(p, by)])];
  if (halo !== undefined) {
    clauses.push(concat([cursor.take("halo"), space, printSpec(p, halo)]));
  }
  if (fill !== undefined) {
    clauses.push(concat([cursor.take("fill"), space, p.expr(fill)]));
  }
  return row(hang(tiled, clauses));
}

function printSpec(p: Printer, { entries }: TileSpec): Doc {
  return printList(p, brackets, entries, (entry) =>
    entry.kind === "WholeExtent" ? p.cursor.take("..") : p.expr(entry),
  );
}
