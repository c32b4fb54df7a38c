/** What makes two tasks the same, and what does not. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { PlanNode } from "../../../../src/compiler/ir/plan.ts";
import { listedWork } from "../../../../src/control/stage-work.ts";
import type { StageRequest } from "../../../../src/runtime/driver/task-runner.ts";
import type { CodeDigests } from "../../../../src/runtime/recall/code-digest.ts";
import { identifyStage } from "../../../../src/runtime/recall/identify-stage.ts";
import { createProvenance } from "../../../../src/runtime/recall/provenance.ts";
import { createMemoryStore } from "../../../../src/runtime/store/memory.ts";
import type { TaskWork } from "../../../../src/runtime/task.ts";
import type { Json, JsonObject } from "../../../../src/shared/json.ts";
import { compileText } from "../../../support/recalled-run.ts";

interface Given {
  readonly text: string;
  readonly scope?: JsonObject;
  readonly work?: TaskWork;
  readonly code?: string;
  readonly content?: string;
  readonly secret?: string;
  /** Of the tasks that made the objects the work names. */
  readonly made?: string;
}

const element = (value: Json, index = 0): TaskWork => ({
  kind: "map",
  index,
  source: { kind: "element", value, index },
});

const rows: TaskWork = {
  kind: "map",
  index: 0,
  source: {
    kind: "partition",
    schemas: [{ kind: "int" }],
    firstIndex: 0,
    partition: {
      records: 3,
      bytes: 9,
      slices: [
        {
          kind: "rows",
          key: "runs/r/before/@/0/a1/rows-1",
          checksum: 1,
          records: 3,
          from: 0,
          to: 3,
          schema: 0,
        },
      ],
    },
  },
};

async function identityOf(given: Given, index = 0): Promise<string> {
  const plan = compileText(given.text);
  const node = plan.body.nodes.find(
    (each): each is PlanNode & { kind: "map" } => each.kind === "map",
  );
  if (node === undefined) {
    expect.fail("the program has a map");
  }
  const code: CodeDigests = Object.fromEntries(
    Object.keys(plan.functions).map((name) => [
      name,
      { digest: given.code ?? "00", files: {}, packages: [] },
    ]),
  );
  const provenance = createProvenance(createMemoryStore());
  provenance.set("runs/r/before/@/0/", given.made ?? "aa");
  const request: StageRequest = {
    node,
    at: "",
    scope: given.scope ?? {},
    work: listedWork([given.work ?? element(1), given.work ?? element(1, 1)]),
    priority: 0,
    guarded: false,
  };
  const stage = await identifyStage(request, {
    run: "r",
    plan,
    code,
    files: {
      digest: (path) => ({
        path,
        size: 1,
        mtimeNs: 0n,
        inode: 0n,
        digest: `${path} ${given.content ?? ""}`,
      }),
    },
    provenance,
    readDataset: async () => undefined,
    secretOf: (text) => (text === given.secret ? "s" : undefined),
  });
  return stage.identity(index, false);
}

const named = (
  f: string,
  step: string,
  limit: string,
  extra = "",
  body = `${f}(k: ${limit})`,
): string => `
${extra}function ${f}(x: int, k: int) -> int from "./f.ts" { memory 256 MB, retry 2 }
workflow main(${limit}: int) -> int[] {
  ${step} = map ${body} over [1, 2, 3]
  return ${step}
}
`;

const base: Given = { text: named("f", "ys", "k"), scope: { k: 7 } };

it("does not depend on names of steps, layout, comments and options that shape no result", async () => {
  const identity = await identityOf(base);
  const name = fc.stringMatching(/^[a-z]{4,9}Z$/);
  await fc.assert(
    fc.asyncProperty(
      name,
      fc.constantFrom("// note\n", "/* a\nb */ ", "\n\n"),
      async (step, extra) => {
        const renamed = named("f", step, "k", extra);
        expect(await identityOf({ text: renamed, scope: { k: 7 } })).toBe(identity);
      },
    ),
    { seed: 5, numRuns: 30 },
  );
  const options = base.text.replace("memory 256 MB, retry 2", "memory 512 MB, timeout 9 s");
  expect(await identityOf({ ...base, text: options })).toBe(identity);
  // The place of a task among others, where nothing counts.
  expect(await identityOf(base, 1)).toBe(identity);
});

it.each<[string, Given]>([
  ["code", { ...base, code: "01" }],
  ["an argument", { ...base, scope: { k: 8 } }],
  ["the element", { ...base, work: element(2) }],
  ["an expression", { ...base, text: named("f", "ys", "k", "", "f(k: k + 1)") }],
  ["a type", { ...base, text: base.text.replace("k: int) -> int from", "k: float) -> int from") }],
  ["whether a value is a text", { ...base, scope: { k: "7" } }],
])("depends on %s", async (_, given) => {
  expect(await identityOf(given)).not.toBe(await identityOf(base));
});

it("takes an object for how it came to be, and a file for what it holds", async () => {
  const text = `function f(x: int) -> int from "./f.ts"
workflow main(d: files) -> dataset<int> {
  return map f over (for x, i in d { i })
}
`;
  const ofRows = await identityOf({ text, work: rows });
  expect(await identityOf({ text, work: rows, made: "ab" })).not.toBe(ofRows);
  const file = { path: "/a.txt", name: "a.txt", size: 3 };
  const ofFile = await identityOf({ ...base, work: element(file), content: "x" });
  expect(await identityOf({ ...base, work: element(file), content: "x" })).toBe(ofFile);
  expect(await identityOf({ ...base, work: element(file), content: "y" })).not.toBe(ofFile);
});

it("counts the place of an element where the program does", async () => {
  const text = `function f(x: int) -> int from "./f.ts"
workflow main(d: files) -> dataset<int> {
  return map f over (for x, i in d { i })
}
`;
  const work = (firstIndex: number): TaskWork => ({
    ...rows,
    source: { ...(rows.kind === "map" ? rows.source : expect.fail()), firstIndex } as never,
  });
  expect(await identityOf({ text, work: work(4) })).not.toBe(
    await identityOf({ text, work: work(0) }),
  );
});

it("holds no secret in clear, and tells secrets apart", async () => {
  const withSecret = await identityOf({ ...base, scope: { k: "hush" }, secret: "hush" });
  expect(withSecret).not.toBe(await identityOf({ ...base, scope: { k: "hush" } }));
  expect(withSecret).not.toContain("hush");
});
