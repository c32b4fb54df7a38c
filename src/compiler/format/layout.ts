import { assertNever } from "../../shared/assert-never.ts";
import { type Braces, type Doc, group, type Hang, type Row } from "./doc.ts";
import { type Command, fits, type Mode } from "./fits.ts";
import { createPage, type OutputLine, type Page } from "./page.ts";

/** The columns of a line, its indentation included, where the document allows a break. */
export const maxWidth = 100;
const indentWidth = 2;

interface OpenRow {
  /** Commands that waited when the row began. */
  readonly depth: number;
  readonly startLine: number;
  /** It began where a line begins: only then do its cells count. */
  readonly isWholeLine: boolean;
}

interface Layout {
  readonly page: Page;
  /** What is still to be printed, the next last. */
  readonly waiting: Command[];
  readonly rows: OpenRow[];
}

/** Chooses where lines end. Linear in the document, since a look ahead ends with its line. */
export function layout(doc: Doc): readonly OutputLine[] {
  const state: Layout = {
    page: createPage(),
    waiting: [{ doc, indent: 0, mode: "broken" }],
    rows: [],
  };
  for (;;) {
    endRows(state);
    const command = state.waiting.pop();
    if (command === undefined) {
      return state.page.end();
    }
    place(state, command);
  }
}

function place(state: Layout, command: Command): void {
  const { page, waiting, rows } = state;
  const { doc, indent, mode } = command;
  switch (doc.kind) {
    case "Text":
      page.write(doc.text, doc.solid);
      break;
    case "Concat":
      for (let index = doc.parts.length - 1; index >= 0; index--) {
        const part = doc.parts[index];
        if (part !== undefined) {
          waiting.push({ doc: part, indent, mode });
        }
      }
      break;
    case "Line":
      if (mode === "broken" || doc.breaks) {
        page.endLine(indent, doc.blank);
      } else {
        page.write(doc.text, false);
      }
      break;
    case "Indent":
      // On one line only braces break, and what they hold is indented from where that line begins.
      waiting.push({
        doc: doc.contents,
        indent: mode === "broken" ? indent + indentWidth : indent,
        mode,
      });
      break;
    case "Group":
      waiting.push({ doc: doc.contents, indent, mode: chooseMode(state, command) });
      break;
    case "Hang":
      placeHang(state, doc, command);
      break;
    case "Braces":
      placeBraces(state, doc, command);
      break;
    case "Choice":
      waiting.push({ doc: mode === "broken" ? doc.ifBroken : doc.ifFlat, indent, mode });
      break;
    case "Remark":
      page.remark(doc.text);
      break;
    case "Row":
      placeRow(state, doc, command);
      break;
    case "Cell":
      if (rows.at(-1)?.isWholeLine === true) {
        page.startCell(doc.name);
      }
      break;
    default:
      assertNever(doc);
  }
}

/** What is in a line is in it to the end; what is broken may have parts that fit. */
function chooseMode(state: Layout, command: Command): Mode {
  if (command.mode !== "broken") {
    return command.mode;
  }
  return fitsHere(state, command, "flat")
    ? "flat"
    : fitsHere(state, command, "open")
      ? "open"
      : "broken";
}

function placeHang(state: Layout, { head, clauses }: Hang, command: Command): void {
  const { page, waiting } = state;
  const { indent } = command;
  const mode = chooseMode(state, command);
  if (mode !== "broken") {
    waiting.push({ doc: clauses, indent, mode });
    waiting.push({ doc: head, indent, mode });
  } else if (page.column() + head.flat <= maxWidth) {
    waiting.push({ doc: clauses, indent, mode });
    waiting.push({ doc: head, indent, mode: "flat" });
  } else {
    waiting.push({ doc: head.open ? clauses : group(clauses), indent, mode });
    waiting.push({ doc: head, indent, mode });
  }
}

function placeBraces(state: Layout, { head, contents, close }: Braces, command: Command): void {
  const { waiting } = state;
  const { indent, mode } = command;
  const isFlat = mode === "flat" || (mode === "broken" && fitsHere(state, command, "flat"));
  waiting.push({ doc: close, indent, mode: "flat" });
  waiting.push({ doc: contents, indent, mode: isFlat ? "flat" : "broken" });
  waiting.push({ doc: head, indent, mode: isFlat ? "flat" : mode });
}

function placeRow({ page, waiting, rows }: Layout, { contents }: Row, command: Command): void {
  rows.push({
    depth: waiting.length,
    startLine: page.lineEnds(),
    isWholeLine: page.isAtLineStart(),
  });
  waiting.push({ ...command, doc: contents });
}

function endRows({ page, waiting, rows }: Layout): void {
  for (let row = rows.at(-1); row?.depth === waiting.length; row = rows.at(-1)) {
    rows.pop();
    if (row.isWholeLine && page.lineEnds() === row.startLine) {
      page.keepCells();
    }
  }
}

function fitsHere({ page, waiting }: Layout, command: Command, mode: Mode): boolean {
  return fits({ ...command, mode }, waiting, page.column(), maxWidth);
}
