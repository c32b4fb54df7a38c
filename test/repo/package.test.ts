/** The package that is published, as somebody has it who installed it: packed, unpacked below `node_modules`, and used. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { publishedManifest } from "../../packaging/manifest.ts";
import { stagePackage } from "../../packaging/stage-package.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const modules = resolve(import.meta.dirname, "../../node_modules");

const folder = temporaryFolder();
const project = join(folder.path, "project");
const installed = join(project, "node_modules", "flow-lang");
let packed: readonly string[] = [];

beforeAll(async () => {
  const staged = join(folder.path, "staged");
  await stagePackage(staged);
  const output = execFileSync("npm", ["pack", "--json", "--pack-destination", folder.path], {
    cwd: staged,
    encoding: "utf8",
  });
  const { filename, files } = readPack(JSON.parse(output));
  packed = files.map(({ path }) => path).toSorted();
  mkdirSync(installed, { recursive: true });
  const tarball = join(folder.path, filename);
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  for (const dependency of Object.keys(publishedManifest.dependencies)) {
    symlinkSync(join(modules, dependency), join(project, "node_modules", dependency));
  }
  writeProject();
});

afterAll(() => folder[Symbol.dispose]());

interface Pack {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** npm prints a list of packages, or an object of them by name. */
function readPack(output: unknown): Pack {
  const [pack] = Object.values(output as Readonly<Record<string, Pack>>); // what npm documents
  if (pack === undefined) {
    throw new Error("npm packed nothing");
  }
  return pack;
}

function writeProject(): void {
  mkdirSync(join(project, "functions"));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  writeFileSync(join(project, "notes.txt"), "the cat\nthe dog\n");
  writeFileSync(
    join(project, "words.flow"),
    `function words(chunk: text) -> stream<string> from "./functions/words.ts"

workflow main(input: files) -> dataset<string> {
  return map words over (split input at lines into 2)
}
`,
  );
  writeFileSync(
    join(project, "functions", "words.ts"),
    `import { createTensor, type Context } from "flow-lang";
import type { Words } from "./words.types.ts";

export const words: Words = function* (chunk, ctx: Context) {
  const lines = [...chunk.lines()];
  ctx.count("lines", createTensor("f32", [lines.length]).data.length);
  yield* lines.flatMap((line) => line.split(" "));
};
`,
  );
}

function flow(...args: readonly string[]) {
  const bin = join(installed, "bin", "flow.js");
  return spawnSync(process.execPath, [bin, ...args], { cwd: project, encoding: "utf8" });
}

it("holds built code and declarations, and no sources", () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "bin/flow.js",
      "dist/flow.js",
      "dist/flow_runtime.py",
      "dist/sdk.js",
      "dist/test-main.js",
      "dist/test.js",
      "dist/types/sdk/index.d.ts",
      "dist/types/sdk/test.d.ts",
      "dist/worker-main.js",
      "package.json",
    ]),
  );
  const known =
    /^(?:(?:CHANGELOG|README)\.md|LICENSE|package\.json|bin\/flow\.js|dist\/[\w-]+\.js|dist\/flow_runtime\.py|dist\/types\/(?:sdk|shared)\/[\w-]+\.d\.ts)$/;
  expect(packed.filter((path) => !known.test(path))).toEqual([]);
});

it("asks for no package that is bundled, nor for a Node", () => {
  const written: unknown = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  expect(written).toMatchObject({
    version: manifest.version,
    dependencies: { typescript: manifest.dependencies.typescript },
  });
  expect(written).not.toHaveProperty("optionalDependencies");
  expect(written).not.toHaveProperty("private");
});

it("generates types, checks and runs a workflow whose functions import values and types of the SDK", () => {
  expect(flow("types", "words.flow")).toMatchObject({
    status: 0,
    stdout: "functions/words.types.ts\n",
  });
  expect(flow("check", "words.flow")).toMatchObject({
    status: 0,
    stdout: "",
    stderr: "1 file checked: no problems\n",
  });
  const run = flow("run", "words.flow", "input=notes.txt", "--workers", "1", "--out", "out");
  expect(run).toMatchObject({ status: 0, stderr: expect.stringContaining("result: out\n") });
  expect(readFileSync(join(project, "out", "part-00000.jsonl"), "utf8")).toBe('"the"\n"cat"\n');
});

it("runs tests of a workflow with a stub", () => {
  writeFileSync(
    join(project, "words.flowtest.ts"),
    `import { files, test } from "flow-lang/test";
import type { Words } from "./functions/words.types.ts";

test("a stub", async (t) => {
  const words: Words = (chunk) => [chunk.string()];
  const { result } = await t.run({ input: files({ "a.txt": "x y" }) }, { stubs: { words } });
  t.snapshot(result);
});

test("the function itself", async (t) => {
  const { result } = await t.run({ input: "notes.txt" });
  t.snapshot(result);
});
`,
  );
  expect(flow("test", "words.flow", "--update")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("1 file, 2 tests: 2 passed"),
  });
  expect(JSON.parse(readFileSync(join(project, "words.flowtest.json"), "utf8"))).toEqual({
    "a stub": ["x y"],
    "the function itself": ["the", "cat", "the", "dog"],
  });
});

it("finds a function whose type does not fit", () => {
  writeFileSync(
    join(project, "wrong.flow"),
    'function words(chunk: int) -> stream<string> from "./functions/words.ts"\n\nworkflow main(n: int) -> dataset<string> {\n  return words(n)\n}\n',
  );
  expect(flow("check", "--format", "short", "wrong.flow")).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/^wrong\.flow:1:\d+: error\[FLOW500\d\]/),
  });
});

it("gives authors declarations that their own type check accepts", () => {
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "esnext",
        module: "nodenext",
        lib: ["esnext", "dom"],
        types: [],
        strict: true,
        noEmit: true,
        allowImportingTsExtensions: true,
      },
      files: ["functions/words.ts", "words.flowtest.ts"],
    }),
  );
  flow("types", "words.flow");
  const tsc = join(modules, "typescript", "bin", "tsc");
  expect(
    spawnSync(process.execPath, [tsc, "-p", "."], { cwd: project, encoding: "utf8" }),
  ).toMatchObject({ status: 0, stdout: "" });
});
