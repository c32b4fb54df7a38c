/** What a case kept as a folder cannot show of `flow run`: a document with times in it, and being stopped. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "../support/cli-io.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const program = `type Row = { line: string, length: int }

workflow main(input: files) -> { rows: dataset<Row>, total: int } {
  lines = read input as lines
  rows  = for line in lines { { line, length: len(line) } }
  return { rows, total: count(rows) }
}
`;

function prepare(folder: string): void {
  writeFileSync(join(folder, "main.flow"), program);
  writeFileSync(join(folder, "input.txt"), "one\nthree\n");
}

const args = ["run", "main.flow", "input=input.txt", "--workers", "1", "--out", "out"];

it("prints one JSON document with --json, and nothing else on standard output", async () => {
  using folder = temporaryFolder();
  prepare(folder.path);
  const { io, stdout } = recordIo(folder.path);
  expect(await runCli([...args, "--json"], io)).toBe(0);
  expect(JSON.parse(stdout())).toMatchObject({
    outcome: "done",
    result: {
      folder: join(folder.path, "out"),
      files: ["result.json", "rows/part-00000.jsonl"],
      values: { total: 2 },
    },
    steps: [{ step: "lines/split" }, { step: "rows", recordsOut: 2 }],
  });
});

it("prints the failure in the document, too", async () => {
  using folder = temporaryFolder();
  prepare(folder.path);
  writeFileSync(join(folder.path, "input.txt"), "\0");
  const { io, stdout } = recordIo(folder.path);
  expect(await runCli([...args, "--json"], io)).toBe(1);
  expect(JSON.parse(stdout())).toMatchObject({
    outcome: "failed",
    failure: { failure: { code: "Input" }, origin: { file: "main.flow" } },
  });
  expect(existsSync(join(folder.path, "out"))).toBe(false);
});

it.each([
  {
    about: "a program with errors",
    args: ["run", "wrong.flow"],
    exit: 1,
    document: {
      outcome: "invalid",
      diagnostics: [
        {
          code: "FLOW2001",
          message: "unknown name `cuont`",
          primary: { span: { file: "wrong.flow", start: { line: 2, column: 10 } } },
        },
      ],
    },
  },
  {
    about: "an input that is not there",
    args: ["run", "main.flow", "input=nowhere.txt"],
    exit: 1,
    document: {
      outcome: "missing-input",
      problems: [
        { message: "`input`: there is no file or directory nowhere.txt", argument: "input" },
      ],
    },
  },
  {
    about: "an unknown argument",
    args: ["run", "main.flow", "imput=input.txt"],
    exit: 2,
    document: {
      outcome: "usage-error",
      problems: [
        { message: "`main` has no parameter `imput`", hint: "Did you mean `input`?" },
        { message: "`input` is missing", argument: "input" },
      ],
    },
  },
  {
    about: "an unknown option",
    args: ["run", "--wokers", "main.flow"],
    exit: 2,
    document: {
      outcome: "usage-error",
      problems: [
        {
          message: "unknown option '--wokers'",
          hint: "Did you mean `--workers`?",
          argument: null,
        },
      ],
    },
  },
  {
    about: "an option that does not fit",
    args: ["run", "main.flow", "--workers", "none"],
    exit: 2,
    document: {
      outcome: "usage-error",
      problems: [{ message: "--workers takes a number from 1 to 1024, not 'none'", hint: null }],
    },
  },
  {
    about: "a missing program",
    args: ["run"],
    exit: 2,
    document: { outcome: "usage-error", problems: [{ message: "`flow run` needs FILE" }] },
  },
])("prints a document of $about, and says the same on standard error", async (given) => {
  using folder = temporaryFolder();
  prepare(folder.path);
  writeFileSync(
    join(folder.path, "wrong.flow"),
    "workflow main(count: int) -> int {\n  return cuont + 1\n}\n",
  );
  const { io, stdout, stderr } = recordIo(folder.path);
  expect(await runCli([...given.args, "--json"], io)).toBe(given.exit);
  expect(JSON.parse(stdout())).toMatchObject({ run: null, steps: [], ...given.document });
  expect(stderr()).toMatch(/^error/);
  const plain = recordIo(folder.path);
  expect(await runCli(given.args, plain.io)).toBe(given.exit);
  expect(plain.stdout()).toBe("");
  expect(plain.stderr()).toBe(stderr());
});

it("ends with 130 and leaves no result when it is stopped", async () => {
  using folder = temporaryFolder();
  prepare(folder.path);
  const { io, stdout, stderr } = recordIo(folder.path, "", AbortSignal.abort());
  expect(await runCli(args, io)).toBe(130);
  expect(stdout()).toBe("");
  expect(stderr()).toMatch(/cancelled[\s\S]*interrupted: `flow resume \S+` goes on with it\n$/);
  expect(existsSync(join(folder.path, "out"))).toBe(false);
});
