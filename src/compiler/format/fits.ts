import { assertNever } from "../../shared/assert-never.ts";
import type { Doc } from "./doc.ts";

export interface Command {
  readonly doc: Doc;
  readonly indent: number;
  readonly isBroken: boolean;
}

/** Where a look ahead goes on once a line of what braces hold has ended. */
interface Closing {
  readonly kind: "Closing";
  readonly close: Doc;
  readonly indent: number;
}

type Ahead = Closing | { readonly kind: "Ahead"; readonly doc: Doc; readonly isBroken: boolean };

/**
 * Whether `doc` from column `column` on, and what `rest` puts on its last line, end before `width`. On one line; or, with
 * `opensBraces`, with all that its braces hold broken.
 */
export function fits(
  { doc, indent }: Command,
  rest: readonly Command[],
  column: number,
  width: number,
  opensBraces: boolean,
): boolean {
  if (opensBraces ? doc.breaks || !doc.braces : column + doc.flat > width) {
    return false;
  }
  let at = column;
  let restIndex = rest.length;
  let isRest = false;
  let isRemarked = false;
  const stack: Ahead[] = [{ kind: "Ahead", doc, isBroken: false }];
  while (at <= width) {
    let ahead = stack.pop();
    if (ahead === undefined) {
      const next = rest[--restIndex];
      if (next === undefined) {
        return true;
      }
      isRest = true;
      ahead = { kind: "Ahead", doc: next.doc, isBroken: next.isBroken };
    }
    if (ahead.kind === "Closing") {
      continue;
    }
    const { doc: part, isBroken } = ahead;
    switch (part.kind) {
      case "Text":
        if (isRemarked && part.solid) {
          return true;
        }
        if (part.breaks) {
          return at + part.text.indexOf("\n") <= width;
        }
        at += part.text.length;
        break;
      case "Line":
        if (!isBroken) {
          at += part.text.length;
          break;
        }
        if (isRest) {
          return true;
        }
        at = continueAfterBraces(stack);
        isRemarked = false;
        break;
      case "Concat":
        for (let index = part.parts.length - 1; index >= 0; index--) {
          const inner = part.parts[index];
          if (inner !== undefined) {
            stack.push({ kind: "Ahead", doc: inner, isBroken });
          }
        }
        break;
      case "Indent":
      case "Row":
        stack.push({ kind: "Ahead", doc: part.contents, isBroken });
        break;
      case "Group":
        stack.push({ kind: "Ahead", doc: part.contents, isBroken: part.breaks });
        break;
      case "Hang":
        stack.push({ kind: "Ahead", doc: part.clauses, isBroken: part.breaks });
        stack.push({ kind: "Ahead", doc: part.head, isBroken: part.breaks });
        break;
      case "Braces":
        if (isRest || opensBraces) {
          stack.push({ kind: "Closing", close: part.close, indent });
          stack.push({ kind: "Ahead", doc: part.contents, isBroken: true });
        } else {
          stack.push({ kind: "Ahead", doc: part.close, isBroken });
          stack.push({ kind: "Ahead", doc: part.contents, isBroken });
        }
        break;
      case "Choice":
        stack.push({ kind: "Ahead", doc: isBroken ? part.ifBroken : part.ifFlat, isBroken });
        break;
      case "Remark":
        isRemarked = true;
        break;
      case "Cell":
        break;
      default:
        assertNever(part);
    }
  }
  return false;
}

/** Leaves what the innermost open braces hold; the column at which their last line begins. */
function continueAfterBraces(stack: Ahead[]): number {
  for (;;) {
    const ahead = stack.pop();
    if (ahead === undefined) {
      return 0;
    }
    if (ahead.kind === "Closing") {
      stack.push({ kind: "Ahead", doc: ahead.close, isBroken: false });
      return ahead.indent;
    }
  }
}
