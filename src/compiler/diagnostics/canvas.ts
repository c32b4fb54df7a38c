import { displayLine } from "../../shared/display-text.ts";

/** What a piece of a frame is; a renderer gives each its colour. */
export type FrameStyle = "source" | "primary" | "secondary";

export interface StyledPiece {
  readonly text: string;
  readonly style: FrameStyle;
}

/** Pieces from left to right, without blanks at the end. */
export type StyledLine = readonly StyledPiece[];

export interface Canvas {
  /** Draws `text` over what is there. */
  put(column: number, text: string, style: FrameStyle): void;
  /** Draws cells as `DisplayLine` has them. */
  putCells(column: number, cells: readonly string[], style: FrameStyle): void;
  finish(): StyledLine;
}

/** One line of a frame, drawn in any order. */
export function createCanvas(): Canvas {
  const cells: { text: string; style: FrameStyle }[] = [];
  const putCells = (column: number, drawn: readonly string[], style: FrameStyle): void => {
    while (cells.length < column) {
      cells.push({ text: " ", style: "source" });
    }
    for (const [index, text] of drawn.entries()) {
      cells[column + index] = { text, style };
    }
  };
  return {
    put: (column, text, style) => putCells(column, displayLine(text).cells, style),
    putCells,
    finish: () => mergePieces(cells),
  };
}

function mergePieces(cells: readonly StyledPiece[]): StyledLine {
  const end = cells.findLastIndex(({ text }) => text.trim() !== "") + 1;
  const pieces: { text: string; style: FrameStyle }[] = [];
  for (const { text, style } of cells.slice(0, end)) {
    const last = pieces.at(-1);
    if (last?.style === style) {
      last.text += text;
    } else {
      pieces.push({ text, style });
    }
  }
  return pieces;
}
