/** Parts of hash tables in typed arrays with linear probing. */

/** 32 bits of which each depends on all 64 given, as in MurmurHash3's finaliser. */
export function mixBits(low: number, high: number): number {
  let hash = Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** `to`, which is larger, with what is in `from` at its beginning. */
export function enlarged<T extends Int32Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
