/** What a case kept as a folder cannot show of `flow run`: a document with times in it, and being stopped. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
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

it.each(["input.txt/out", "/proc/nowhere/out", `deep/${"long".repeat(100)}`])(
  "refuses a place of the result that cannot be made before anything runs: %s",
  async (out) => {
    using folder = temporaryFolder();
    prepare(folder.path);
    const { io, stderr } = recordIo(folder.path);
    expect(await runCli([...args.slice(0, -1), out], io)).toBe(2);
    expect(stderr()).toContain(`the result cannot be put into ${out}: `);
    expect(readdirSync(folder.path).toSorted()).toEqual(["input.txt", "main.flow"]);
  },
);

it("leaves nothing at the place of the result while there is none", async () => {
  using folder = temporaryFolder();
  prepare(folder.path);
  const { io } = recordIo(folder.path);
  expect(await runCli([...args.slice(0, -1), "deep/er/out", "--as", "csv"], io)).toBe(0);
  expect(readdirSync(join(folder.path, "deep/er"))).toEqual(["out"]);
  writeFileSync(join(folder.path, "input.txt"), "\0");
  expect(await runCli([...args.slice(0, -1), "other/out"], io)).toBe(1);
  expect(existsSync(join(folder.path, "other"))).toBe(false);
});

it("keeps a result that cannot be written after all, and resume puts it elsewhere", async () => {
  using folder = temporaryFolder();
  prepare(folder.path);
  const first = recordIo(folder.path);
  // In the midst of the run somebody takes the place.
  const watching = { ...first.io, interrupt: () => takePlace(first.io.interrupt()) };
  const takePlace = <T>(given: T): T => {
    writeFileSync(join(folder.path, "taken"), "");
    return given;
  };
  expect(await runCli([...args.slice(0, -1), "taken/out"], watching)).toBe(1);
  const [, name = ""] = /then `flow resume (\S+)` writes it/.exec(first.stderr()) ?? [];

  const second = recordIo(folder.path);
  expect(await runCli(["resume", name, "--out", "out"], second.io)).toBe(0);
  expect(readdirSync(join(folder.path, "out")).toSorted()).toEqual(["result.json", "rows"]);
  expect(second.stderr()).toMatch(/ 0 tasks, \d+ taken over/);
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

it("shows an error of any name and message on a line of its own, without what steers the terminal", async () => {
  using folder = temporaryFolder();
  writeFileSync(
    join(folder.path, "main.flow"),
    'function odd(n: int) -> int from "./odd.ts"\n\nworkflow main() -> int {\n  return odd(1)\n}\n',
  );
  writeFileSync(
    join(folder.path, "odd.ts"),
    `export function odd(n: number): number {
  throw Object.assign(new Error("\\u001b[2J" + "x".repeat(5_000_000)), { name: "Odd\\nName" });
}
`,
  );
  const { io, stderr } = recordIo(folder.path);
  expect(await runCli(["run", "main.flow", "--workers", "1"], io)).toBe(1);
  expect(stderr()).toMatch(
    /^error\[Odd Name\]: step `return` failed: ␛\[2Jx{1996}… \(4,998,004 more characters\)$/m,
  );
  expect(stderr().length).toBeLessThan(5_000);
});
