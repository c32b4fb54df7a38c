/** Functions over rows that say what is to become of the process: good and bad. */
import { existsSync } from "node:fs";

export interface Deed {
  readonly n: number;
  readonly deed: string;
}

export function risky({ n, deed }: Deed): { n: number } {
  switch (deed) {
    case "exit":
      return process.exit(3);
    case "abort":
      return process.abort();
    case "throw":
      throw new RangeError(`${n} is odd`);
    case "loop":
      for (;;) {
        Math.random();
      }
    // In large pieces: its memory must be full long before its time is up, however busy the machine.
    case "hoard": {
      const kept: number[][] = [];
      for (;;) {
        kept.push(new Array<number>(1_000_000).fill(n));
      }
    }
    default:
      return { n };
  }
}

export async function waiting({ n, deed }: Deed): Promise<{ n: number }> {
  if (deed === "never") {
    await new Promise(() => {});
  }
  if (deed === "stray") {
    void Promise.reject(new TypeError("nobody waits"));
    await new Promise((resolve) => setTimeout(resolve, 10_000));
  }
  if (deed === "floating") {
    void Promise.reject(new TypeError("nobody waits"));
  }
  return { n };
}

/** One call for several rows. */
export const riskyBatch = (rows: readonly Deed[]): { n: number }[] => rows.map(risky);

/** Prints when it begins, and waits for a file. */
export async function patient(path: string): Promise<number> {
  process.stdout.write("begun\n");
  while (!existsSync(path)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return 1;
}
