/** The sample data of `workflows/`, read without any of the project's own readers. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const data = resolve(import.meta.dirname, "../../workflows/data");

export interface TextFile {
  readonly name: string;
  readonly lines: readonly string[];
}

/** In the order of their names. */
export function readFolder(folder: string): readonly TextFile[] {
  return readdirSync(join(data, folder))
    .toSorted()
    .map((name) => ({ name, lines: readLines(join(folder, name)) }));
}

export function readLines(path: string): readonly string[] {
  return readFileSync(join(data, path), "utf8").split("\n").slice(0, -1);
}

/** Rows of a CSV file by the names in its header; all cells are text. A cell may stand in quotes and hold commas. */
export function readTable(path: string): readonly Readonly<Record<string, string>>[] {
  const [header = "", ...lines] = readLines(path);
  const names = header.split(",");
  return lines.map((line) => {
    const cells = Array.from(
      line.matchAll(/"([^"]*)"(?:,|$)|([^,]*)(?:,|$)/g),
      (match) => match[1] ?? match[2] ?? "",
    );
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

/** The words of a line: maximal runs of letters and digits, in lower case. */
export function wordsOf(line: string): readonly string[] {
  return line
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** How often each element occurs. */
export function tally(elements: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const element of elements) {
    counts.set(element, (counts.get(element) ?? 0) + 1);
  }
  return counts;
}

/** By code point, as the language orders strings. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
