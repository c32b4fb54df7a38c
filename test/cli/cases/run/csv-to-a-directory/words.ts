interface Count {
  readonly word: string;
  readonly n: number;
}

export function* tokenize(chunk: { lines(): Iterable<string> }): Generator<Count> {
  for (const line of chunk.lines()) {
    for (const word of line.split(" ")) {
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
