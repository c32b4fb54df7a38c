export function half(n: number): number {
  if (n % 2 === 1) {
    throw new RangeError(`${n} is odd`);
  }
  return n / 2;
}
