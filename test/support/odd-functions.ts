/** Functions as users write them, good and bad. */
import type { Text } from "../../src/sdk/text.ts";

interface Count {
  readonly word: string;
  readonly n: number;
}

export function* tokenize(chunk: Text): Generator<Count> {
  for (const line of chunk.lines()) {
    for (const word of line.split(" ").filter((part) => part !== "")) {
      yield { word, n: 1 };
    }
  }
}

export function total(word: string, counts: Iterable<Count>): Count {
  let n = 0;
  for (const count of counts) {
    n += count.n;
  }
  return { word, n };
}

export function throws(): never {
  throw new RangeError("no such luck");
}

export const exits = (): never => process.exit(7);

export function prints(): number {
  // biome-ignore lint/suspicious/noConsole: it is what functions print with
  console.log("printed by a function");
  return 1;
}

export function loops(): never {
  for (;;) {
    Math.random();
  }
}

export function hoards(): number {
  const kept: number[][] = [];
  for (let i = 0; ; i++) {
    kept.push(Array.from({ length: 1_000 }, () => i));
  }
}

export const wrong = (): string => "not an int";
