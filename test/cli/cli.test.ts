/**
 * Command lines kept as folders. `args` has one argument a line, `stdin` what stands on standard input; the other files
 * are there when the command runs, in a folder of its own. All that it prints and the files it makes or changes
 * (`expected.files/PATH`) are compared.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "../support/cli-io.ts";
import { expectOutputs, findCases, type GoldenCase, type Outputs } from "../support/golden-case.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const cases = join(import.meta.dirname, "cases");

for (const golden of findCases(cases, "args")) {
  it(golden.name, async () => {
    expectOutputs(golden.directory, await runCase(golden));
  });
}

async function runCase({ inputs }: GoldenCase): Promise<Outputs> {
  using folder = temporaryFolder();
  for (const [path, text] of inputs) {
    if (path !== "args" && path !== "stdin") {
      mkdirSync(dirname(join(folder.path, path)), { recursive: true });
      writeFileSync(join(folder.path, path), text);
    }
  }
  const args = (inputs.get("args") ?? "").split("\n").filter((line) => line !== "");
  const recorded = recordIo(folder.path, inputs.get("stdin"));
  const exit = await runCli(args, recorded.io);
  return {
    "expected.exit": `${exit}\n`,
    ...textOutput("expected.stdout", recorded.stdout(), folder.path),
    ...textOutput("expected.stderr", recorded.stderr(), folder.path),
    ...changedFiles(folder.path, inputs),
  };
}

/** A stream on which nothing was printed has no expected file. */
function textOutput(name: string, text: string, folder: string): Outputs {
  return text === "" ? {} : { [name]: withoutChance(text, folder) };
}

/** What differs from run to run: its name, times, the table of them, how many workers it took; and where the case is run. */
function withoutChance(text: string, folder: string): string {
  return text
    .replaceAll(folder, "FOLDER")
    .replaceAll(
      /^step +tasks +compute[\s\S]*?(?=^\S+ (?:done|failed|cancelled) in )/gm,
      "(table)\n",
    )
    .replaceAll(/\b(\w+)-\d{8}-\d{6}-\w{4}\b/g, "$1-RUN")
    .replaceAll(/, \d+ workers? started$/gm, ", WORKERS started")
    .replaceAll(/\b(in|again in) [\d.]+ m?s\b/g, "$1 TIME");
}

function changedFiles(folder: string, inputs: ReadonlyMap<string, string>): Outputs {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith(".flow/"))
    .map((path) => [path, readFileSync(join(folder, path), "utf8")] as const)
    .filter(([path, text]) => inputs.get(path) !== text);
  return Object.fromEntries(files.map(([path, text]) => [`expected.files/${path}`, text]));
}
