/** A program that measures one thing and says how it stands to its bar. Nothing here is a test: the machine is noisy. */
export interface Bench {
  /** One line for the list. */
  readonly summary: string;
  /** `args` are the words after the bench's name. Progress goes to `log`. */
  run(args: readonly string[], log: (line: string) => void): Promise<readonly Figure[]>;
}

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The bar: `<= 250` or `>= 4`; undefined for a figure that only informs. */
  readonly bar?: { readonly is: "<=" | ">="; readonly limit: number };
  /** How it was found: runs, sizes, what the peer is. */
  readonly note?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? high)) / 2;
}
