/** Writes the documents that are generated; with `--check` compares instead and fails where one is out of date. */
import { readFileSync, writeFileSync } from "node:fs";
import { commands } from "../src/cli/commands.ts";
import { renderCommandReference } from "../src/cli/render-reference.ts";
import { renderReference } from "../src/compiler/diagnostics/reference.ts";
import { renderWordcountPicture } from "./wordcount-picture.ts";

interface GeneratedDocument {
  /** Beside this file. */
  readonly name: string;
  readonly render: () => string;
}

const documents: readonly GeneratedDocument[] = [
  { name: "cli.md", render: () => renderCommandReference(commands) },
  { name: "diagnostics.md", render: renderReference },
  { name: "wordcount.svg", render: renderWordcountPicture },
];

const check = process.argv.includes("--check");
for (const { name, render } of documents) {
  const url = new URL(name, import.meta.url);
  const text = render();
  if (!check) {
    writeFileSync(url, text);
  } else if (readIfThere(url) !== text) {
    process.stderr.write(`docs/${name} is out of date: run \`npm run generate\`\n`);
    process.exitCode = 1;
  }
}

function readIfThere(url: URL): string | undefined {
  try {
    return readFileSync(url, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
