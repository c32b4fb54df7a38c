/** Writes the grammar files that are generated; with `--check` compares instead and fails where one is out of date. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { generatedFiles } from "./generated-files.ts";

const check = process.argv.includes("--check");
for (const { name, render } of generatedFiles) {
  const url = new URL(name, import.meta.url);
  const text = render();
  if (!check) {
    writeFileSync(url, text);
  } else if (!existsSync(url) || readFileSync(url, "utf8") !== text) {
    process.stderr.write(`grammar/${name} is out of date: run \`npm run generate\`\n`);
    process.exitCode = 1;
  }
}
