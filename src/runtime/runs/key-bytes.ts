/** Keys as bytes: one comes before another as their bytes do, and the shorter one where it begins the longer one. */

/** Bytes of a key that a prefix holds. */
export const PREFIX_BYTES = 6;

/** The first six bytes as a number, as if NULs followed a shorter key: keys are in the order of prefixes that differ. */
export function keyPrefix(bytes: Uint8Array, start: number, end: number): number {
  if (end - start >= PREFIX_BYTES) {
    return (
      (((bytes[start] ?? 0) << 16) | ((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0)) *
        0x100_0000 +
      (((bytes[start + 3] ?? 0) << 16) | ((bytes[start + 4] ?? 0) << 8) | (bytes[start + 5] ?? 0))
    );
  }
  let prefix = 0;
  for (let i = start; i < start + PREFIX_BYTES; i++) {
    prefix = prefix * 0x100 + (i < end ? (bytes[i] ?? 0) : 0);
  }
  return prefix;
}

/** Of two keys that have their first `shared` bytes, as far as they go, in common. */
export function compareKeys(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
  shared: number,
): number {
  const length = Math.min(aEnd - aStart, bEnd - bStart);
  for (let i = shared; i < length; i++) {
    const order = (a[aStart + i] ?? 0) - (b[bStart + i] ?? 0);
    if (order !== 0) {
      return order;
    }
  }
  return aEnd - aStart - (bEnd - bStart);
}
