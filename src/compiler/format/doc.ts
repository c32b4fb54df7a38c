/**
 * The document algebra of the formatter: a text with the places where its lines may end. After P. Wadler, "A prettier
 * printer" (2003), in the strict form of C. Lindig, "Strictly Pretty" (2000). What a document would measure on one line
 * is known as soon as it is built, so that layout looks at most one line ahead.
 */

export interface DocBase<Kind extends string> {
  readonly kind: Kind;
  /** Columns on one line; Infinity where it cannot be on one line. Remarks at the end of a line do not count. */
  readonly flat: number;
  /** It must be broken, and at a place that is not inside `Braces`. */
  readonly breaks: boolean;
  /** Holds `Braces`. */
  readonly braces: boolean;
  /** Holds text other than a comma. */
  readonly solid: boolean;
  /** Ends with a remark, so that nothing but a comma may follow on its line. */
  readonly open: boolean;
}

export interface Text extends DocBase<"Text"> {
  /** May hold line ends (block comments); those are printed as they are. */
  readonly text: string;
}

export interface Concat extends DocBase<"Concat"> {
  readonly parts: readonly Doc[];
}

/** `text` on one line, a line end where what holds it is broken. */
export interface Line extends DocBase<"Line"> {
  readonly text: string;
  /** When broken, one empty line follows. */
  readonly blank: boolean;
}

export interface Indent extends DocBase<"Indent"> {
  readonly contents: Doc;
}

/** On one line if it and what follows it on the line fit; else each of its own lines is broken. */
export interface Group extends DocBase<"Group"> {
  readonly contents: Doc;
}

/**
 * A head with clauses. On one line if all fits; else the clauses have lines of their own under a head of one line, and
 * follow the last line of a head that has several.
 */
export interface Hang extends DocBase<"Hang"> {
  readonly head: Doc;
  readonly clauses: Doc;
}

/**
 * What braces hold, broken or not without regard to what is around it: `f(for x in xs {` may stand on a line that goes on
 * after the closing brace. `head` ends with the opening brace; `contents` begins and ends with a line.
 */
export interface Braces extends DocBase<"Braces"> {
  readonly head: Doc;
  readonly contents: Doc;
  readonly close: Doc;
}

/** By what holds it. */
export interface Choice extends DocBase<"Choice"> {
  readonly ifBroken: Doc;
  readonly ifFlat: Doc;
}

/** A comment that ends its line; without text where the comment stands before it. */
export interface Remark extends DocBase<"Remark"> {
  readonly text: string;
}

/** If it begins and ends one line, its cells line up with those of the rows before and after. */
export interface Row extends DocBase<"Row"> {
  readonly contents: Doc;
}

/** Columns are only shared by cells of one name. */
export type CellName = "name" | "cell" | "tile" | "type" | "from" | "where" | "option";

/** Where a column of a row begins. */
export interface Cell extends DocBase<"Cell"> {
  readonly name: CellName;
}

export type Doc =
  | Text
  | Concat
  | Line
  | Indent
  | Group
  | Hang
  | Braces
  | Choice
  | Remark
  | Row
  | Cell;

const nothingHeld = { flat: 0, breaks: false, braces: false, solid: false, open: false } as const;

export const nothing: Doc = { kind: "Text", text: "", ...nothingHeld };

/** A line end in `content` breaks nothing: of what goes on after it, only the first line is measured. */
export function text(content: string): Doc {
  const lineEnd = content.indexOf("\n");
  const flat = lineEnd === -1 ? content.length : lineEnd;
  return { ...nothingHeld, kind: "Text", text: content, flat, solid: content !== "," };
}

export const comma = text(",");
export const space: Doc = { kind: "Text", text: " ", ...nothingHeld, flat: 1 };

/** A blank or a line end. */
export const line: Doc = { kind: "Line", text: " ", blank: false, ...nothingHeld, flat: 1 };
/** Nothing or a line end. */
export const softLine: Doc = { kind: "Line", text: "", blank: false, ...nothingHeld };
/** A blank, or an empty line. */
export const lineOrBlank: Doc = { kind: "Line", text: " ", blank: true, ...nothingHeld, flat: 1 };

const broken = { ...nothingHeld, flat: Number.POSITIVE_INFINITY, breaks: true } as const;

/** A line end; none where the line is empty, so that two of them are one. */
export const hardLine: Doc = { kind: "Line", text: "", blank: false, ...broken };
/** A line end and an empty line. */
export const blankLine: Doc = { kind: "Line", text: "", blank: true, ...broken };

export function concat(parts: readonly Doc[]): Doc {
  let flat = 0;
  let breaks = false;
  let braces = false;
  let solid = false;
  let open = false;
  for (const part of parts) {
    flat += part.flat;
    breaks ||= part.breaks || (open && part.solid);
    braces ||= part.braces;
    solid ||= part.solid;
    open = part.open || (open && !part.solid);
  }
  return {
    kind: "Concat",
    parts,
    flat: breaks ? Number.POSITIVE_INFINITY : flat,
    breaks,
    braces,
    solid,
    open,
  };
}

/** The parts with `separator` between them. */
export function join(separator: Doc, parts: readonly Doc[]): Doc {
  return concat(parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
}

export function indent(contents: Doc): Doc {
  return { kind: "Indent", contents, ...measures(contents) };
}

export function group(contents: Doc): Doc {
  return { kind: "Group", contents, ...measures(contents) };
}

/** Clauses in lines of their own stand `depth` steps of indentation behind the head. */
export function hang(head: Doc, clauses: readonly Doc[], depth: 1 | 2 = 1): Doc {
  if (clauses.length === 0) {
    return head;
  }
  const own = indent(concat(clauses.flatMap((clause) => [line, clause])));
  const lines = depth === 1 ? own : indent(own);
  return { kind: "Hang", head, clauses: lines, ...measures(concat([head, lines])) };
}

/** Broken for certain if `isBroken`. */
export function braces(head: Doc, contents: Doc, close: Doc, isBroken: boolean): Doc {
  const whole = concat([head, contents, close]);
  return {
    kind: "Braces",
    head,
    contents,
    close,
    flat: isBroken ? Number.POSITIVE_INFINITY : whole.flat,
    breaks: head.breaks,
    braces: true,
    solid: true,
    open: whole.open,
  };
}

/** Only in what is broken: the comma behind the last element. */
export const commaIfBroken: Doc = {
  kind: "Choice",
  ifBroken: comma,
  ifFlat: nothing,
  ...nothingHeld,
};

/** Only in what is on one line. */
export const commaIfFlat: Doc = {
  kind: "Choice",
  ifBroken: nothing,
  ifFlat: comma,
  ...nothingHeld,
  flat: 1,
};

export function remark(content: string): Doc {
  return { kind: "Remark", text: content, ...nothingHeld, open: true };
}

/** Ends the line behind a comment that is printed. */
export const lineEnder = remark("");

export function row(contents: Doc): Doc {
  return { kind: "Row", contents, ...measures(contents) };
}

export function cell(name: CellName): Doc {
  return { kind: "Cell", name, ...nothingHeld };
}

function measures({ flat, breaks, braces: hasBraces, solid, open }: Doc) {
  return { flat, breaks, braces: hasBraces, solid, open };
}
