/** Line differences in the unified format of diff(1), by Myers' greedy algorithm (1986). */

/** Beyond so many edits all lines are shown as replaced: the search takes memory by the square of them. */
const MAX_EDITS = 1_000;

/** Lines of context around a change. */
const CONTEXT = 3;

interface Edit {
  readonly kind: " " | "-" | "+";
  /** With its line end, where it has one. */
  readonly line: string;
}

/** Empty where the texts are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) {
    return "";
  }
  const edits = diffLines(splitLines(before), splitLines(after));
  const hunks = findHunks(edits).map((hunk) => renderHunk(edits, hunk));
  return `--- ${path}\n+++ ${path}\n${hunks.join("")}`;
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffLines(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const start = commonPrefix(before, after);
  const end = commonSuffix(before, after, start);
  const keep = (line: string): Edit => ({ kind: " ", line });
  return [
    ...before.slice(0, start).map(keep),
    ...shortestEdit(
      before.slice(start, before.length - end),
      after.slice(start, after.length - end),
    ),
    ...before.slice(before.length - end).map(keep),
  ];
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) {
    count += 1;
  }
  return count;
}

function commonSuffix(a: readonly string[], b: readonly string[], prefix: number): number {
  const most = Math.min(a.length, b.length) - prefix;
  let count = 0;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) {
    count += 1;
  }
  return count;
}

/** How far into `a` each diagonal can be followed with `d` edits; diagonal `k` (index in `a` minus index in `b`) at `k + d`. */
type Reached = Int32Array;

function shortestEdit(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const rounds: Reached[] = [];
  for (let d = 0; d <= MAX_EDITS; d += 1) {
    const reached = new Int32Array(2 * d + 1).fill(-1);
    const before = rounds.at(-1);
    rounds.push(reached);
    for (let k = -d; k <= d; k += 2) {
      let x = before === undefined ? 0 : stepTo(before, k);
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) {
        x += 1;
      }
      reached[k + d] = x;
      if (x >= a.length && x - k >= b.length) {
        return trace(a, b, rounds);
      }
    }
  }
  return [
    ...a.map((line): Edit => ({ kind: "-", line })),
    ...b.map((line): Edit => ({ kind: "+", line })),
  ];
}

/** Where one edit from the round before leads on diagonal `k`. */
function stepTo(before: Reached, k: number): number {
  return isInsertion(before, k) ? at(before, k + 1) : at(before, k - 1) + 1;
}

function isInsertion(before: Reached, k: number): boolean {
  return at(before, k - 1) < at(before, k + 1);
}

function at(reached: Reached, k: number): number {
  return reached[k + (reached.length >> 1)] ?? -1;
}

/** The edits that led to the end, found backwards. */
function trace(
  a: readonly string[],
  b: readonly string[],
  rounds: readonly Reached[],
): readonly Edit[] {
  const edits: Edit[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = rounds.length - 1; d >= 0; d -= 1) {
    const before = rounds[d - 1];
    const k = x - y;
    const insertion = before !== undefined && isInsertion(before, k);
    const stop = before === undefined ? 0 : stepTo(before, k);
    while (x > stop) {
      x -= 1;
      y -= 1;
      edits.push({ kind: " ", line: a[x] ?? "" });
    }
    if (before !== undefined && insertion) {
      y -= 1;
      edits.push({ kind: "+", line: b[y] ?? "" });
    } else if (before !== undefined) {
      x -= 1;
      edits.push({ kind: "-", line: a[x] ?? "" });
    }
  }
  return edits.reverse();
}

interface Hunk {
  readonly from: number;
  readonly to: number;
}

function findHunks(edits: readonly Edit[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const [index, { kind }] of edits.entries()) {
    if (kind === " ") {
      continue;
    }
    const from = Math.max(index - CONTEXT, 0);
    const to = Math.min(index + 1 + CONTEXT, edits.length);
    const last = hunks.at(-1);
    if (last !== undefined && from <= last.to) {
      hunks[hunks.length - 1] = { from: last.from, to };
    } else {
      hunks.push({ from, to });
    }
  }
  return hunks;
}

function renderHunk(edits: readonly Edit[], { from, to }: Hunk): string {
  const part = edits.slice(from, to);
  const before = range(edits, part, from, "+");
  const after = range(edits, part, from, "-");
  const lines = part.map(({ kind, line }) =>
    line.endsWith("\n") ? kind + line : `${kind}${line}\n\\ No newline at end of file\n`,
  );
  return `@@ -${before} +${after} @@\n${lines.join("")}`;
}

/** `start,count` of a hunk in the text that has no edits of kind `other`. */
function range(edits: readonly Edit[], part: readonly Edit[], from: number, other: "-" | "+") {
  const count = part.filter(({ kind }) => kind !== other).length;
  const earlier = edits.slice(0, from).filter(({ kind }) => kind !== other).length;
  return `${count === 0 ? earlier : earlier + 1},${count}`;
}
