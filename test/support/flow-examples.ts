/** Programs that the repository holds already: the code blocks of its documents, examples and the inputs of goldens. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

export interface FlowExample {
  /** Where it stands, from the root of the repository. */
  readonly name: string;
  readonly text: string;
}

/** In the order of their names. Not all of them are free of mistakes. */
export function findFlowExamples(): readonly FlowExample[] {
  const files = ["workflows", "test/golden/cases"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".flow"))
      .toSorted()
      .map((path) => ({ name: join(folder, path), text: read(join(folder, path)) })),
  );
  const blocks = readdirSync(join(root, "docs"))
    .filter((path) => path.endsWith(".md"))
    .toSorted()
    .flatMap((path) =>
      Array.from(read(join("docs", path)).matchAll(/^```flow\n(.*?)^```$/gms), (match, index) => ({
        name: `docs/${path} block ${index + 1}`,
        text: match[1] ?? "",
      })),
    );
  return [...files, ...blocks];
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
