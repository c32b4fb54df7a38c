/** A block of lines at the bottom of a terminal that is drawn over itself, with other lines going by above it. */
import type { BlockLine } from "./progress-block.ts";

export interface LiveOutput {
  write(text: string): void;
  /** Of the terminal as it is now; undefined where it does not know. */
  readonly columns: number | undefined;
}

export interface LiveBlock {
  /** Puts `above` over the block, and `lines` in its place. One write, so that nothing flickers. */
  draw(above: readonly string[], lines: readonly BlockLine[]): void;
}

const up = (lines: number): string => `\u001B[${lines}A`;
const CLEAR_LINE_END = "\u001B[K";
const CLEAR_BELOW = "\u001B[J";

export function createLiveBlock(output: LiveOutput): LiveBlock {
  let drawn: readonly BlockLine[] = [];
  let width: number | undefined;

  return {
    draw(above, lines) {
      const columns = output.columns ?? 80;
      const same =
        drawn.length === lines.length && drawn.every((line, at) => line.text === lines[at]?.text);
      if (above.length === 0 && same && width === columns) {
        return;
      }
      // A terminal that has become narrower has broken our lines, and Ctrl-C echoes behind the last one.
      const height = drawn.reduce(
        (sum, line) => sum + Math.max(1, Math.ceil(line.width / columns)),
        0,
      );
      const home = height === 0 ? "" : `\r${up(height)}`;
      // What goes by above may be as wide as the terminal or wider: it needs a clear ground.
      const ground = above.length > 0 && height > 0 ? CLEAR_BELOW : "";
      const over = above.map((line) => `${line}\n`).join("");
      const block = lines.map((line) => `${line.text}${CLEAR_LINE_END}\n`).join("");
      output.write(`${home}${ground}${over}${block}${height === 0 ? "" : CLEAR_BELOW}`);
      drawn = lines;
      width = columns;
    },
  };
}
