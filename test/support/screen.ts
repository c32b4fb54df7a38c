/** A terminal, as far as progress needs one: lines that break at its width, the cursor moved up, and what is erased. */
import { displayLine } from "../../src/shared/display-text.ts";

export interface Screen {
  write(text: string): void;
  /** Breaks lines anew, as terminals do. */
  resize(columns: number): void;
  /** Without trailing blanks, up to the last one with text. */
  lines(): readonly string[];
}

const ESCAPE = "\u001B";

/** A row, and whether it goes on in the next one. */
interface Row {
  cells: string[];
  goesOn: boolean;
}

export function createScreen(width: number): Screen {
  let columns = width;
  let rows: Row[] = [{ cells: [], goesOn: false }];
  let row = 0;
  let column = 0;

  const at = (index: number): Row => {
    while (rows.length <= index) {
      rows.push({ cells: [], goesOn: false });
    }
    return rows[index] as Row; // made above
  };

  const put = (character: string): void => {
    const { cells } = displayLine(character);
    if (column + cells.length > columns) {
      at(row).goesOn = true;
      row += 1;
      column = 0;
    }
    const line = at(row).cells;
    while (line.length < column) {
      line.push(" ");
    }
    line.splice(column, cells.length, ...cells);
    column += cells.length;
  };

  const control = (parameter: string, command: string): void => {
    if (command === "A") {
      row = Math.max(0, row - Number(parameter));
    } else if (command === "K") {
      at(row).cells.length = Math.min(at(row).cells.length, column);
    } else if (command === "J") {
      at(row).cells.length = Math.min(at(row).cells.length, column);
      rows = rows.slice(0, row + 1);
    } else {
      throw new Error(`this screen does not know ESC [ ${parameter} ${command}`);
    }
  };

  return {
    write(text) {
      const pieces = new RegExp(`${ESCAPE}\\[(\\d*)([A-Za-z])|([\\s\\S])`, "gu");
      for (const [, parameter = "", command, character = ""] of text.matchAll(pieces)) {
        if (command !== undefined) {
          control(parameter, command);
        } else if (character === "\n") {
          at(row).goesOn = false;
          row += 1;
          column = 0;
          at(row);
        } else if (character === "\r") {
          column = 0;
        } else {
          put(character);
        }
      }
    },
    resize(to) {
      const whole: string[][] = [];
      let open = false;
      for (const { cells, goesOn } of rows) {
        if (open) {
          whole.at(-1)?.push(...cells);
        } else {
          whole.push([...cells]);
        }
        open = goesOn;
      }
      columns = to;
      rows = whole.flatMap((cells) => {
        const parts = Math.max(1, Math.ceil(cells.length / to));
        return Array.from({ length: parts }, (_, part) => ({
          cells: cells.slice(part * to, (part + 1) * to),
          goesOn: part < parts - 1,
        }));
      });
      row = rows.length - 1;
      column = 0;
    },
    lines() {
      const shown = rows.map(({ cells }) => cells.join("").trimEnd());
      return shown.slice(0, shown.findLastIndex((line) => line !== "") + 1);
    },
  };
}
