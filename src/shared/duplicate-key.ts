/** A name that stands twice in one object of a JSON text. */
export interface DuplicateKey {
  readonly key: string;
  /** Lines of its first and second place, from 1. */
  readonly firstLine: number;
  readonly line: number;
}

/** The first in the text, which is known to be JSON: `JSON.parse` has read it, and kept the last value of each name. */
export function findDuplicateKey(text: string): DuplicateKey | undefined {
  /** Names with their lines, of each object that is open; undefined for a list. */
  const open: (Map<string, number> | undefined)[] = [];
  let line = 1;
  for (const [token] of text.matchAll(/\n|[{}[\]]|"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?/g)) {
    switch (token) {
      case "\n":
        line += 1;
        break;
      case "{":
        open.push(new Map());
        break;
      case "[":
        open.push(undefined);
        break;
      case "}":
      case "]":
        open.pop();
        break;
      default: {
        const names = open.at(-1);
        if (token.endsWith(":") && names !== undefined) {
          const key = String(JSON.parse(token.slice(0, -1)));
          const firstLine = names.get(key);
          if (firstLine !== undefined) {
            return { key, firstLine, line };
          }
          names.set(key, line);
          line += token.split("\n").length - 1;
        }
      }
    }
  }
  return undefined;
}
