/**
 * Differences between two texts by lines, in the unified format of diff(1). A shortest edit is found in linear space: E.
 * Myers, "An O(ND) difference algorithm and its variations" (1986), section 4b.
 */

/** Unchanged lines around a change. */
const context = 3;

interface Edit {
  readonly kind: " " | "-" | "+";
  /** With its line end, where it has one. */
  readonly line: string;
}

/** Headed by `path` for both texts. Empty where they are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) {
    return "";
  }
  const edits = findEdits(splitLines(before), splitLines(after));
  return `--- ${path}\n+++ ${path}\n${printHunks(edits)}`;
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function findEdits(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const { removed, added } = compare(a, b);
  const edits: Edit[] = [];
  let x = 0;
  let y = 0;
  while (x < a.length || y < b.length) {
    if (removed[x] === 1) {
      edits.push({ kind: "-", line: a[x++] ?? "" });
    } else if (added[y] === 1) {
      edits.push({ kind: "+", line: b[y++] ?? "" });
    } else {
      edits.push({ kind: " ", line: a[x++] ?? "" });
      y++;
    }
  }
  return edits;
}

interface Comparison {
  /** 1 for each line of the first text that is not in the second. */
  readonly removed: Uint8Array;
  readonly added: Uint8Array;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function compare(a: readonly string[], b: readonly string[]): Comparison {
  const ids = new Map<string, number>();
  const toIds = (lines: readonly string[]) =>
    Int32Array.from(lines, (line) => {
      const id = ids.get(line) ?? ids.size;
      ids.set(line, id);
      return id;
    });
  const idsA = toIds(a);
  const idsB = toIds(b);
  const removed = new Uint8Array(a.length);
  const added = new Uint8Array(b.length);
  const diagonals = a.length + b.length + 2;
  const space = { down: new Int32Array(2 * diagonals), up: new Int32Array(2 * diagonals) };
  const boxes: Box[] = [{ left: 0, top: 0, right: a.length, bottom: b.length }];
  for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
    const { left, top, right, bottom } = trim(box, idsA, idsB);
    if (left === right) {
      added.fill(1, top, bottom);
    } else if (top === bottom) {
      removed.fill(1, left, right);
    } else {
      const [x, y] = findMiddle({ left, top, right, bottom }, idsA, idsB, space);
      boxes.push({ left, top, right: x, bottom: y }, { left: x, top: y, right, bottom });
    }
  }
  return { removed, added };
}

/** Without the lines at either end that are equal. */
function trim({ left, top, right, bottom }: Box, a: Int32Array, b: Int32Array): Box {
  while (left < right && top < bottom && a[left] === b[top]) {
    left++;
    top++;
  }
  while (left < right && top < bottom && a[right - 1] === b[bottom - 1]) {
    right--;
    bottom--;
  }
  return { left, top, right, bottom };
}

interface Space {
  /** How far right the paths from the top left come on each diagonal. */
  readonly down: Int32Array;
  /** How far left those from the bottom right come. */
  readonly up: Int32Array;
}

/**
 * A point on a shortest path through the box, which is not empty and neither begins nor ends with equal lines: where
 * paths from both its corners meet. Neither corner is given, so the two parts are smaller than the box.
 */
function findMiddle(box: Box, a: Int32Array, b: Int32Array, { down, up }: Space): [number, number] {
  const { left, top, right, bottom } = box;
  const middle = down.length >> 1;
  const delta = right - left - (bottom - top);
  const isOdd = delta % 2 !== 0;
  const fromX = (reached: Int32Array, k: number) => reached[middle + k] ?? 0;
  down[middle + 1] = left;
  up[middle + 1] = right;
  for (let d = 0; ; d++) {
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && fromX(down, k - 1) < fromX(down, k + 1));
      let x = isDown ? fromX(down, k + 1) : fromX(down, k - 1) + 1;
      let y = top + (x - left) - k;
      const start: [number, number] = [x, y];
      while (x < right && y < bottom && a[x] === b[y]) {
        x++;
        y++;
      }
      down[middle + k] = x;
      const other = delta - k;
      if (isOdd && Math.abs(other) < d && x >= fromX(up, other)) {
        return x === right && y === bottom ? start : [x, y];
      }
    }
    for (let k = -d; k <= d; k += 2) {
      const isUp = k === -d || (k !== d && fromX(up, k - 1) > fromX(up, k + 1));
      let x = isUp ? fromX(up, k + 1) : fromX(up, k - 1) - 1;
      let y = bottom - (right - x) + k;
      const start: [number, number] = [x, y];
      while (x > left && y > top && a[x - 1] === b[y - 1]) {
        x--;
        y--;
      }
      up[middle + k] = x;
      const other = delta - k;
      if (!isOdd && Math.abs(other) <= d && x <= fromX(down, other)) {
        return x === left && y === top ? start : [x, y];
      }
    }
  }
}

function printHunks(edits: readonly Edit[]): string {
  let text = "";
  let lineBefore = 1;
  let lineAfter = 1;
  let at = 0;
  for (const { from, to } of findHunks(edits)) {
    lineBefore += from - at;
    lineAfter += from - at;
    const hunk = edits.slice(from, to);
    const before = hunk.filter(({ kind }) => kind !== "+").length;
    const after = hunk.filter(({ kind }) => kind !== "-").length;
    text += `@@ -${printRange(lineBefore, before)} +${printRange(lineAfter, after)} @@\n`;
    text += hunk.map(printEdit).join("");
    lineBefore += before;
    lineAfter += after;
    at = to;
  }
  return text;
}

/** Stretches of edits with their context; those that touch are one. */
function findHunks(
  edits: readonly Edit[],
): readonly { readonly from: number; readonly to: number }[] {
  const hunks: { from: number; to: number }[] = [];
  for (const [index, { kind }] of edits.entries()) {
    if (kind === " ") {
      continue;
    }
    const from = Math.max(0, index - context);
    const to = Math.min(edits.length, index + 1 + context);
    const last = hunks.at(-1);
    if (last !== undefined && from <= last.to) {
      last.to = to;
    } else {
      hunks.push({ from, to });
    }
  }
  return hunks;
}

/** As diff(1) has it: of no lines, the line before them. */
function printRange(line: number, count: number): string {
  return `${count === 0 ? line - 1 : line},${count}`;
}

function printEdit({ kind, line }: Edit): string {
  return line.endsWith("\n") ? `${kind}${line}` : `${kind}${line}\n\\ No newline at end of file\n`;
}
