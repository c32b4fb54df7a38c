import type { Option, Options } from "../syntax/ast.ts";
import {
  braces,
  cell,
  comma,
  commaIfFlat,
  concat,
  type Doc,
  indent,
  join,
  line,
  lineOrBlank,
  row,
  space,
} from "./doc.ts";
import { printLastComments, printNothing } from "./print-lists.ts";
import type { Printer } from "./printer.ts";

/** On one line with commas, or one to a line without. */
export function printOptions(p: Printer, { entries }: Options): Doc {
  const { cursor } = p;
  const open = cursor.take("{");
  if (entries.length === 0) {
    return concat([open, printNothing(cursor, "}")]);
  }
  const isBroken = cursor.startsLine();
  const inner: Doc[] = [line];
  for (const [index, entry] of entries.entries()) {
    if (index > 0) {
      inner.push(
        needsComma(entry) ? comma : commaIfFlat,
        cursor.isAfterBlank() ? lineOrBlank : line,
      );
    }
    inner.push(cursor.comments(), printOption(p, entry));
  }
  inner.push(printLastComments(cursor));
  return braces(open, concat([indent(concat(inner)), line]), cursor.take("}"), isBroken);
}

function printOption(p: Printer, { values }: Option): Doc {
  const name = p.cursor.takeAny();
  if (values.length === 0) {
    return name;
  }
  const printed = values.map((value) =>
    value.kind === "PercentLit" ? p.cursor.takeAny() : p.expr(value),
  );
  return row(concat([name, space, cell("option"), join(space, printed)]));
}

/** At the start of a line `and` would go on with the value of the option before. */
function needsComma({ name }: Option): boolean {
  return name.name === "and" || name.name === "or";
}
