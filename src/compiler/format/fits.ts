import { assertNever } from "../../shared/assert-never.ts";
import type { Doc } from "./doc.ts";

/**
 * `flat`: on one line. `open`: on one line, but for what braces hold, which is broken. `broken`: with all its own lines
 * ended; groups and braces in it choose for themselves.
 */
export type Mode = "flat" | "open" | "broken";

/** What is still to be printed. */
export interface Command {
  readonly doc: Doc;
  readonly indent: number;
  readonly mode: Mode;
}

/** Where a look ahead goes on once the first line of what braces hold has ended. */
interface Closing {
  readonly kind: "Closing";
  readonly close: Doc;
}

interface Ahead {
  readonly kind: "Ahead";
  readonly doc: Doc;
  readonly mode: Mode;
}

/**
 * Whether all lines of a document end before `width` in the mode of the command, which is `flat` or `open`, with what
 * `rest` puts on the last of them. `rest` is taken to end its line as soon as it may.
 */
export function fits(
  { doc, indent, mode }: Command,
  rest: readonly Command[],
  column: number,
  width: number,
): boolean {
  if (mode === "open" ? doc.breaks || !doc.braces : column + doc.flat > width) {
    return false;
  }
  let at = column;
  let restIndex = rest.length;
  let isRest = false;
  let isRemarked = false;
  const stack: (Ahead | Closing)[] = [{ kind: "Ahead", doc, mode }];
  const push = (part: Doc, partMode: Mode) => {
    stack.push({ kind: "Ahead", doc: part, mode: isRest ? "broken" : partMode });
  };
  while (at <= width) {
    let ahead = stack.pop();
    if (ahead === undefined) {
      const next = rest[--restIndex];
      if (next === undefined) {
        return true;
      }
      isRest = true;
      ahead = { kind: "Ahead", doc: next.doc, mode: next.mode };
    } else if (ahead.kind === "Closing") {
      // These hold nothing that could be broken.
      ahead = { kind: "Ahead", doc: ahead.close, mode: "flat" };
    }
    const { doc: part, mode: partMode } = ahead;
    switch (part.kind) {
      case "Text":
        if (isRemarked && part.solid) {
          return true;
        }
        at += part.flat;
        break;
      case "Line":
        if (partMode !== "broken" && !part.breaks) {
          at += part.text.length;
          break;
        }
        if (isRest) {
          return true;
        }
        at = indent;
        isRemarked = false;
        leaveBraces(stack);
        break;
      case "Concat":
        for (let index = part.parts.length - 1; index >= 0; index--) {
          const inner = part.parts[index];
          if (inner !== undefined) {
            stack.push({ kind: "Ahead", doc: inner, mode: partMode });
          }
        }
        break;
      case "Indent":
      case "Row":
        stack.push({ kind: "Ahead", doc: part.contents, mode: partMode });
        break;
      case "Group":
        push(part.contents, partMode);
        break;
      case "Hang":
        push(part.clauses, partMode);
        push(part.head, partMode);
        break;
      case "Braces":
        if (partMode === "open") {
          stack.push({ kind: "Closing", close: part.close });
          push(part.contents, "broken");
        } else {
          push(part.close, partMode);
          push(part.contents, partMode);
        }
        push(part.head, partMode);
        break;
      case "Choice":
        push(partMode === "broken" ? part.ifBroken : part.ifFlat, partMode);
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

/** Drops what is left of what the innermost open braces hold. */
function leaveBraces(stack: (Ahead | Closing)[]): void {
  while (stack.length > 0 && stack.at(-1)?.kind !== "Closing") {
    stack.pop();
  }
}
