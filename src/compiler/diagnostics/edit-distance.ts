/**
 * What it takes to turn `a` into `b`: 1 for each letter inserted, deleted or replaced, 0.75 for a swap of neighbours, the
 * likelier slip, and 0.5 for a letter whose case alone differs. The optimal string alignment variant of Damerau and
 * Levenshtein's distance, over UTF-16 code units. Anything past `limit` is returned as `Infinity`.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) {
    return Number.POSITIVE_INFINITY;
  }
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= b.length; column++) {
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + substitution(a.charAt(row - 1), b.charAt(column - 1)),
      );
      if (isSwap(a, row, b, column)) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 0.75);
      }
      current.push(cost);
      best = Math.min(best, cost);
    }
    // A swap reaches back two rows, so one row past the limit is not the end yet; its successor is.
    if (best > limit + 1) {
      return Number.POSITIVE_INFINITY;
    }
    beforeLast = last;
    last = current;
  }
  const distance = last[b.length] ?? 0;
  return distance <= limit ? distance : Number.POSITIVE_INFINITY;
}

/**
 * The candidate somebody who wrote `name` most likely meant, or undefined when none is near: up to a third of the
 * letters may differ, and one in a short name. The earlier of two equally near candidates wins, so list the likelier
 * first (inner scopes, names of the expected type).
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  let limit = Math.max(1, Math.floor(name.length / 3));
  let nearest: string | undefined;
  for (const candidate of candidates) {
    if (candidate === name || candidate === "") {
      continue;
    }
    const distance = editDistance(name, candidate, limit);
    // One letter for another of the same length is no hint: `a` is not a misspelt `b`.
    if (
      distance < Math.min(name.length, candidate.length) &&
      (nearest === undefined ? distance <= limit : distance < limit)
    ) {
      nearest = candidate;
      limit = distance;
    }
  }
  return nearest;
}

function substitution(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}

function isSwap(a: string, row: number, b: string, column: number): boolean {
  return (
    row > 1 &&
    column > 1 &&
    a.charAt(row - 1) === b.charAt(column - 2) &&
    a.charAt(row - 2) === b.charAt(column - 1)
  );
}
