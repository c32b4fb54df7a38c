import { assertNever } from "../../shared/assert-never.ts";
import { type Braces, type Doc, type Group, group, type Hang, type Row } from "./doc.ts";
import { type Command, fits } from "./fits.ts";
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
    waiting: [{ doc, indent: 0, isBroken: true }],
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

function place(state: Layout, { doc, indent, isBroken }: Command): void {
  const { page, waiting, rows } = state;
  switch (doc.kind) {
    case "Text":
      page.write(doc.text, doc.solid);
      break;
    case "Concat":
      for (let index = doc.parts.length - 1; index >= 0; index--) {
        const part = doc.parts[index];
        if (part !== undefined) {
          waiting.push({ doc: part, indent, isBroken });
        }
      }
      break;
    case "Line":
      if (isBroken || doc.breaks) {
        page.endLine(indent, doc.blank);
      } else {
        page.write(doc.text, false);
      }
      break;
    case "Indent":
      // On one line only braces break, and they are indented from the line they begin on.
      waiting.push({
        doc: doc.contents,
        indent: isBroken ? indent + indentWidth : indent,
        isBroken,
      });
      break;
    case "Group":
      waiting.push({
        doc: doc.contents,
        indent,
        isBroken: isBroken && !fitsHere(state, doc, indent),
      });
      break;
    case "Hang":
      placeHang(state, doc, indent, isBroken);
      break;
    case "Braces": {
      const isOpened = !fitsOnLine(state, doc, indent);
      waiting.push({ doc: doc.close, indent, isBroken: isOpened });
      waiting.push({ doc: doc.contents, indent, isBroken: isOpened });
      break;
    }
    case "Choice":
      waiting.push({ doc: isBroken ? doc.ifBroken : doc.ifFlat, indent, isBroken });
      break;
    case "Remark":
      page.remark(doc.text);
      break;
    case "Row":
      placeRow(state, doc, indent, isBroken);
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

function placeHang(state: Layout, doc: Hang, indent: number, isBroken: boolean): void {
  const { page, waiting } = state;
  if (!isBroken || fitsHere(state, doc, indent)) {
    waiting.push({ doc: doc.clauses, indent, isBroken: false });
    waiting.push({ doc: doc.head, indent, isBroken: false });
  } else if (page.column() + doc.head.flat <= maxWidth) {
    waiting.push({ doc: doc.clauses, indent, isBroken: true });
    waiting.push({ doc: doc.head, indent, isBroken: false });
  } else {
    waiting.push({ doc: group(doc.clauses), indent, isBroken: true });
    waiting.push({ doc: doc.head, indent, isBroken: true });
  }
}

function placeRow({ page, waiting, rows }: Layout, doc: Row, indent: number, isBroken: boolean) {
  rows.push({
    depth: waiting.length,
    startLine: page.lineEnds(),
    isWholeLine: page.isAtLineStart(),
  });
  waiting.push({ doc: doc.contents, indent, isBroken });
}

function endRows({ page, waiting, rows }: Layout): void {
  for (let row = rows.at(-1); row?.depth === waiting.length; row = rows.at(-1)) {
    rows.pop();
    if (row.isWholeLine && page.lineEnds() !== row.startLine) {
      page.dropCells();
    }
  }
}

function fitsHere(state: Layout, doc: Group | Hang, indent: number): boolean {
  return fitsOnLine(state, doc, indent) || looksAhead(state, doc, indent, true);
}

function fitsOnLine(state: Layout, doc: Group | Hang | Braces, indent: number): boolean {
  return looksAhead(state, doc, indent, false);
}

function looksAhead({ page, waiting }: Layout, doc: Doc, indent: number, opensBraces: boolean) {
  return fits({ doc, indent, isBroken: false }, waiting, page.column(), maxWidth, opensBraces);
}
