import { mulberry32 } from "../../src/shared/mulberry32.ts";

/** Choices that depend on a seed alone. */
export interface Random {
  /** From 0 up to, not including, `below`. */
  int(below: number): number;
  /** True once in `times`. */
  once(times: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed);
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
