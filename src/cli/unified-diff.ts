/** Line differences in the unified format of diff(1), by Myers' greedy algorithm (1986). */

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

/** `reached.get(k)` is how far into `a` diagonal `k` (index in `a` minus index in `b`) can be followed. */
type Reached = ReadonlyMap<number, number>;

function shortestEdit(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const rounds: Reached[] = [];
  let reached: Reached = new Map([[1, 0]]);
  for (let d = 0; ; d += 1) {
    rounds.push(reached);
    const next = new Map(reached);
    for (let k = -d; k <= d; k += 2) {
      let x = comesFromAbove(reached, k, d) ? at(reached, k + 1) : at(reached, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) {
        x += 1;
      }
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) {
        return trace(a, b, rounds);
      }
    }
    reached = next;
  }
}

/** Whether the best path to diagonal `k` ends in an insertion. */
function comesFromAbove(reached: Reached, k: number, d: number): boolean {
  return k === -d || (k !== d && at(reached, k - 1) < at(reached, k + 1));
}

function at(reached: Reached, k: number): number {
  return reached.get(k) ?? -1;
}

function trace(a: readonly string[], b: readonly string[], rounds: readonly Reached[]) {
  const edits: Edit[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = rounds.length - 1; d >= 0; d -= 1) {
    const reached = rounds[d] ?? new Map<number, number>();
    const k = x - y;
    const before = comesFromAbove(reached, k, d) ? k + 1 : k - 1;
    const fromX = at(reached, before);
    const fromY = fromX - before;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x -= 1;
      y -= 1;
      edits.push({ kind: " ", line: a[x] ?? "" });
    }
    if (d > 0) {
      if (x === fromX) {
        y -= 1;
        edits.push({ kind: "+", line: b[y] ?? "" });
      } else {
        x -= 1;
        edits.push({ kind: "-", line: a[x] ?? "" });
      }
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
