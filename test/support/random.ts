/** Choices that depend on a seed alone. */
export interface Random {
  /** From 0 up to, not including, `below`. */
  int(below: number): number;
  /** True once in `times`. */
  once(times: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** Mulberry32 (T. Ettinger, 2017): one word of state, good enough to vary texts. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    int,
    once: (times) => int(times) === 0,
    pick: ([first, ...others]) => {
      const index = int(others.length + 1);
      return index === 0 ? first : (others[index - 1] ?? first);
    },
  };
}
