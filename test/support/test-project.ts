/** A project with a program and tests beside it, for which `flow test` is run. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "./cli-io.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const program = `type Count = { word: string, n: int }

function tokenize(chunk: text) -> stream<Count> from "./functions/words.ts"
function total(word: string, counts: stream<Count>) -> Count from "./functions/words.ts" {
  retry 3 backoff 10 min .. 60 min
}

workflow words(input: files, least: int = 1) -> { top: dataset<Count>, n: int } {
  assert least > 0, "least is \${least}"
  pairs = map tokenize over (split input at lines into 2)
  counts = reduce total over (shuffle pairs by word)
  top = for c in counts where c.n >= least { c }
  return { top, n: count(top) }
}
`;

const functions = `export function* tokenize(chunk) {
  for (const line of chunk.lines()) {
    for (const word of line.split(" ")) {
      yield { word, n: 1 };
    }
  }
}

export function total(word, counts) {
  let n = 0;
  for (const count of counts) {
    n += count.n;
  }
  return { word, n };
}
`;

export interface TestProject extends Disposable {
  readonly path: string;
  /** Files by path; an old one is replaced. */
  write(files: Readonly<Record<string, string>>): void;
  /** `flow test` there, with what it printed. */
  test(...args: readonly string[]): Promise<Tested>;
}

export interface Tested {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `tests`: what stands in `words.flowtest.ts` after the imports and an `input` of three words. */
export function createTestProject(tests: string): TestProject {
  const folder = temporaryFolder();
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder.path, path)), { recursive: true });
      writeFileSync(join(folder.path, path), text);
    }
  };
  mkdirSync(join(folder.path, "node_modules"));
  symlinkSync(
    resolve(import.meta.dirname, "../.."),
    join(folder.path, "node_modules", "flow-lang"),
  );
  write({
    "package.json": '{ "type": "module" }',
    "words.flow": program,
    "functions/words.ts": functions,
    "words.flowtest.ts": testFile(tests),
  });
  return {
    path: folder.path,
    write,
    async test(...args) {
      const { io, stdout, stderr } = recordIo(folder.path);
      const exit = await runCli(["test", ...args], io);
      return { exit, stdout: withoutTimes(stdout()), stderr: withoutTimes(stderr()) };
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

export function testFile(tests: string): string {
  return `import assert from "node:assert/strict";
import { csv, file, files, test } from "flow-lang/test";
const input = files({ "a.txt": "x y x\\n" });
${tests}`;
}

const withoutTimes = (text: string): string => text.replaceAll(/\b[\d.]+ m?s$/gm, "TIME");
