/**
 * A number in [0, 1) that follows from its arguments alone, so that jitter does not depend on the order in which tasks
 * happen to end. Mixing as in the finaliser of MurmurHash3 (Appleby), 32 bits.
 */
export function randomAt(seed: number, ...coordinates: readonly number[]): number {
  let hash = seed | 0;
  for (const coordinate of coordinates) {
    hash = mix(hash ^ Math.imul(coordinate | 0, 0x9e3779b1));
  }
  return mix(hash) / 2 ** 32;
}

function mix(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
