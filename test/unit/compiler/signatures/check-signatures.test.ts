import { expect, it } from "vitest";
import { checkSignatures } from "../../../../src/compiler/signatures/check-signatures.ts";
import type {
  CompilerRun,
  SignatureTools,
} from "../../../../src/compiler/signatures/signature-tools.ts";
import { err, ok, type Result } from "../../../../src/shared/result.ts";
import { createSignature, int, string } from "../../../support/function-signature.ts";
import { createMemoryModules } from "../../../support/memory-modules.ts";

interface FakeTools extends SignatureTools {
  /** Texts that the compiler was given. */
  readonly runs: readonly string[];
  readonly stored: Map<string, string>;
}

/** A compiler that gives the prepared answers in turn, and none after them. */
function createTools(
  files: Readonly<Record<string, string>>,
  answers: readonly Result<string, string>[],
  { stored = new Map<string, string>(), version = "7" } = {},
): FakeTools {
  const runs: string[] = [];
  return {
    runs,
    stored,
    host: createMemoryModules(files),
    compiler: {
      version,
      importPath: (path) => `/root/${path}`,
      run: async (text): Promise<Result<CompilerRun, string>> => {
        const answer = answers[runs.length] ?? err("one run too many");
        runs.push(text);
        return answer.ok ? ok({ output: answer.value, path: "check.ts" }) : answer;
      },
    },
    verdicts: {
      read: (digest) => stored.get(digest),
      write: (digest, verdict) => stored.set(digest, verdict),
    },
  };
}

const twice = createSignature({ name: "twice", params: { n: int }, result: int });
const files = { "functions.ts": 'import { log } from "./log.ts";', "log.ts": "" };

/** The line of the check file that ends with `end`, as the compiler would name it. */
function lineEnding(text: string | undefined, end: string): number {
  return (text ?? "").split("\n").findIndex((line) => line.endsWith(end)) + 1;
}

it("has nothing to say, and runs nothing, without functions", async () => {
  const tools = createTools({}, []);
  expect(await checkSignatures([], tools)).toEqual([]);
  expect(tools.runs).toEqual([]);
});

it("runs the compiler once for all modules, and not again until something changes", async () => {
  const other = createSignature({ name: "other", params: {}, path: "./log.ts" });
  const first = createTools(files, [ok("")]);
  expect(await checkSignatures([twice, other], first)).toEqual([]);
  expect(first.runs).toHaveLength(1);

  const { stored } = first;
  const again = createTools(files, [], { stored });
  expect(await checkSignatures([twice, other], again)).toEqual([]);
  expect(again.runs).toEqual([]);

  const moved = createTools({ ...files, "unrelated.ts": "" }, [], { stored });
  const later = {
    ...twice,
    doc: undefined,
    spans: { ...twice.spans, name: { file: "main.flow", start: 90, end: 95 } },
  };
  expect(await checkSignatures([later], moved)).toEqual([]);
  expect(moved.runs).toEqual([]);
});

it.each<
  [string, Partial<Parameters<typeof createSignature>[0]>, Readonly<Record<string, string>>, string]
>([
  ["the signature", { params: { n: string } }, {}, "7"],
  ["the name of a parameter", { params: { m: int } }, {}, "7"],
  ["the export", { as: "double" }, {}, "7"],
  ["the module", {}, { "functions.ts": "" }, "7"],
  ["what the module imports", {}, { "log.ts": "export {};" }, "7"],
  ["the compiler", {}, {}, "8"],
])("runs the compiler again when %s changes", async (_, parts, changed, version) => {
  const first = createTools(files, [ok("")]);
  await checkSignatures([twice], first);
  const again = createTools({ ...files, ...changed }, [ok("")], {
    stored: new Map(first.stored),
    version,
  });
  const signature = createSignature({ name: "twice", params: { n: int }, result: int, ...parts });
  expect(await checkSignatures([signature], again)).toEqual([]);
  expect(again.runs).toHaveLength(1);
});

it("repeats a bad verdict from the cache, at the place where the signature stands now", async () => {
  const probe = createTools(files, [ok("")]);
  await checkSignatures([twice], probe);
  const line = lineEnding(probe.runs[0], "= m0.twice;");
  const output = `check.ts(${line},7): error TS2322: Type '(n: string) => number' is not assignable to type 'Twice'.
  Types of parameters 'n' and 'n' are incompatible.
    Type 'number' is not assignable to type 'string'.
`;
  const first = createTools(files, [ok(output)]);
  const found = await checkSignatures([twice], first);
  expect(found.map(({ code }) => code)).toEqual(["FLOW5004"]);
  const span = { file: "main.flow", start: 100, end: 101 };
  const moved = { ...twice, params: [{ name: "n", type: int, span }] };
  const again = createTools(files, [], { stored: first.stored });
  expect(await checkSignatures([moved], again)).toEqual(
    found.map((diagnostic) => ({ ...diagnostic, primary: { ...diagnostic.primary, span } })),
  );
});

it.each([
  "",
  "{",
  "null",
  '{"schema":0,"problems":[]}',
  '{"schema":1,"problems":[{"kind":"other"}]}',
  '{"schema":1}',
])("takes the cached verdict %j for none", async (text) => {
  const first = createTools(files, [ok("")]);
  await checkSignatures([twice], first);
  const stored = new Map([...first.stored].map(([digest]) => [digest, text]));
  const again = createTools(files, [ok("")], { stored });
  expect(await checkSignatures([twice], again)).toEqual([]);
  expect(again.runs).toHaveLength(1);
  expect([...stored]).toEqual([...first.stored]);
});

it("checks the other modules without one that does not parse", async () => {
  const other = createSignature({ name: "other", path: "./other.ts" });
  const tools = createTools({ ...files, "other.ts": "" }, [
    ok("log.ts(3,1): error TS1005: '}' expected.\n"),
    ok(""),
  ]);
  const found = await checkSignatures([twice, other], tools);
  expect(found.map(({ code, primary }) => [code, primary.text])).toEqual([
    ["FLOW5005", "log.ts:3:1: '}' expected"],
  ]);
  expect(tools.runs[0]).toContain("/root/functions.ts");
  expect(tools.runs[1]).not.toContain("/root/functions.ts");
  expect(tools.runs[1]).toContain("/root/other.ts");
});

it.each([
  [err("there is no tsc"), "there is no tsc"],
  [
    ok("error TS5023: Unknown compiler option 'x'.\n"),
    `TypeScript says "Unknown compiler option 'x'."`,
  ],
])("warns, and remembers nothing, when the compiler cannot be asked", async (answer, reason) => {
  const tools = createTools(files, [answer]);
  const found = await checkSignatures([twice], tools);
  expect(found.map(({ code, message }) => [code, message])).toEqual([
    ["FLOW5006", `signatures of \`./functions.ts\` are not checked: ${reason}`],
  ]);
  expect(tools.stored.size).toBe(0);
});

it("finds functions of folders and of other languages without a compiler", async () => {
  const python = [
    "from glob import (",
    "    iglob,",
    ")",
    "async def later(n):",
    "    def inner(n): ...",
    "plot = lambda n: n",
    "class Model: ...",
  ].join("\n");
  const tools = createTools(
    {
      "align/main.py": "def align(n): ...",
      "deep/app/run.py": "def main(n): ...",
      "pkg/app/__init__.py": "from .run import *",
      "plot.py": python,
      "rust/bootstrap": "",
      "own/flow.json": "{}",
    },
    [],
  );
  const declared = (name: string, path: string, handler?: string) =>
    createSignature({
      name,
      path,
      runtime: "python",
      ...(handler !== undefined && { handler }),
    });
  const found = await checkSignatures(
    [
      declared("align", "./align"),
      declared("anything", "./deep", "app.run.main"),
      declared("anything", "./pkg", "app.main"),
      ...["plot", "later", "Model", "iglob"].map((name) => declared(name, "./plot.py")),
      declared("anything", "./rust"),
      createSignature({ name: "anything", path: "./own" }),
    ],
    tools,
  );
  expect(found.map(({ message }) => message)).toEqual([]);
});

it.each([
  [{ path: "./gone.py" }, "FLOW5001", "function `f` is in `./gone.py`, which is not there"],
  [{ path: "./empty" }, "FLOW5001", "function `f` is in `./empty/main.py`, which is not there"],
  [
    { path: "./align", handler: "app.f" },
    "FLOW5001",
    "function `f` is in `./align/app.py`, which is not there",
  ],
  [{ path: "./align" }, "FLOW5002", "`./align/main.py` does not export `f`"],
  [{ path: "./align/main.py" }, "FLOW5002", "`./align/main.py` does not export `f`"],
  [
    { path: "./align", runtime: "node" as const },
    "FLOW5007",
    "nothing says how to start the functions in `./align`",
  ],
])("misses the function %j", async (parts, code, message) => {
  const tools = createTools(
    { "align/main.py": "def ff(n):\n    def f(n): ...\n", "empty/readme": "" },
    [],
  );
  const signature = createSignature({ name: "f", runtime: "python", ...parts });
  const found = await checkSignatures([signature], tools);
  expect(found.map((diagnostic) => [diagnostic.code, diagnostic.message])).toEqual([
    [code, message],
  ]);
});

it.each([
  ["./words", "./words.ts"],
  ["./wrods.ts", "./words.ts"],
  ["./lib/taggs.ts", "./lib/tags.ts"],
  ["./nothing/like.ts", undefined],
])("for the missing module %s offers %s", async (path, meant) => {
  const tools = createTools({ "words.ts": "", "lib/tags.ts": "" }, []);
  const signature = createSignature({ name: "f", path });
  const [found] = await checkSignatures([signature], tools);
  expect(found?.code).toBe("FLOW5001");
  expect(found?.hint).toBe(meant && `Did you mean \`${meant}\`?`);
  const edits = found?.fixes.flatMap((fix) => fix.edits);
  expect(edits).toEqual(
    meant === undefined ? [] : [{ span: signature.spans.path, newText: `"${meant}"` }],
  );
});
