import type { CellName } from "./doc.ts";

export interface CellStart {
  readonly name: CellName;
  /** Offset in the text of the line. */
  readonly at: number;
}

/** A line of output. An empty `text` without remark is an empty line. */
export interface OutputLine {
  readonly indent: number;
  /** Without indentation, and without blanks at its end. */
  readonly text: string;
  readonly cells: readonly CellStart[];
  /** The comments at its end. */
  readonly remark: string | undefined;
}

/** What is printed so far. */
export interface Page {
  /** The column at which the next text begins. */
  column(): number;
  /** Line ends printed so far. */
  lineEnds(): number;
  isAtLineStart(): boolean;
  /** A remark that waits ends its line first, unless `text` is a comma or a blank. */
  write(text: string, isSolid: boolean): void;
  /** Shown where the line ends. */
  remark(text: string): void;
  startCell(name: CellName): void;
  /** The cells started on this line are of a row that ends on it; others do not count. */
  keepCells(): void;
  /** Does nothing at the start of a line but set its indentation; one empty line follows if `blank`. */
  endLine(indent: number, blank: boolean): void;
  end(): readonly OutputLine[];
}

export function createPage(): Page {
  const lines: OutputLine[] = [];
  let indent = 0;
  let text = "";
  let cells: CellStart[] = [];
  let kept: readonly CellStart[] = [];
  let remarks: string[] = [];
  let lineEnds = 0;

  const isAtLineStart = () => text === "" && remarks.length === 0;

  const endLine = (nextIndent: number, blank: boolean) => {
    if (!isAtLineStart()) {
      const remark = remarks.filter((content) => content !== "").join(" ");
      lines.push({ indent, text: text.trimEnd(), cells: kept, remark: remark || undefined });
      text = "";
      cells = [];
      kept = [];
      remarks = [];
      lineEnds++;
    }
    if (blank && lines.at(-1)?.text) {
      lines.push({ indent: 0, text: "", cells: [], remark: undefined });
    }
    indent = nextIndent;
  };

  const column = () => {
    if (remarks.length > 0) {
      return indent;
    }
    const lastLine = text.lastIndexOf("\n") + 1;
    return text.length - lastLine + (lastLine === 0 ? indent : 0);
  };

  return {
    column,
    lineEnds: () => lineEnds,
    isAtLineStart,
    write: (content, isSolid) => {
      if (isSolid && remarks.length > 0) {
        endLine(indent, false);
      }
      if (content !== " " || text !== "") {
        text += content.startsWith("/*") && /[^\s([{]$/.test(text) ? " " : "";
        text += content.includes("\n") ? alignStars(content, column()) : content;
        lineEnds += content.includes("\n") ? 1 : 0;
      }
    },
    remark: (content) => {
      remarks.push(content);
    },
    startCell: (name) => {
      cells.push({ name, at: text.length });
    },
    keepCells: () => {
      kept = cells;
    },
    endLine,
    end: () => {
      endLine(0, false);
      while (lines.at(-1)?.text === "" && lines.at(-1)?.remark === undefined) {
        lines.pop();
      }
      return lines;
    },
  };
}

/** The lines of a comment that begin with `*` under its first, if all do. */
function alignStars(comment: string, column: number): string {
  const [first = "", ...others] = comment.split("\n");
  const isAligned = others.every((line) => line.startsWith(" *"));
  const margin = " ".repeat(column + comment.indexOf("/*"));
  return isAligned ? [first, ...others.map((line) => margin + line)].join("\n") : comment;
}
