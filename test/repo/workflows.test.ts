/** The programs in `workflows/` are examples that people copy. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { checkFile } from "../../src/cli/check-file.ts";
import { renderText } from "../../src/compiler/diagnostics/render-text.ts";
import { format } from "../../src/compiler/format/format.ts";
import { compile } from "../../src/compiler/index.ts";
import { decodePlan, encodePlan } from "../../src/compiler/ir/plan-json.ts";
import { validatePlan } from "../../src/compiler/ir/validate-plan.ts";
import { createSourceFile } from "../../src/compiler/source/source-file.ts";
import { recordIo } from "../support/cli-io.ts";

const root = resolve(import.meta.dirname, "../..");
const paths = readdirSync(join(root, "workflows"))
  .filter((name) => name.endsWith(".flow"))
  .map((name) => `workflows/${name}`);

it("finds the programs", () => {
  expect(paths).toContain("workflows/wordcount.flow");
});

describe.each(paths)("%s", (path) => {
  const text = readFileSync(join(root, path), "utf8");

  it("has no diagnostics, and its functions fit their signatures", async () => {
    const { diagnostics, sources } = await checkFile({ path, text }, recordIo(root).io);
    expect(renderText(diagnostics, sources)).toBe("");
  });

  it("stands in the canonical layout", () => {
    expect(format(createSourceFile(path, text))).toEqual({ ok: true, value: text });
  });

  it("compiles to valid plans that survive JSON", async () => {
    const { result } = await checkFile({ path, text }, recordIo(root).io);
    const workflows = (result.entry?.unit.declarations ?? []).filter(
      (declaration) => declaration.kind === "WorkflowDecl",
    );
    for (const workflow of workflows) {
      const plan = compile(result, workflow);
      expect(validatePlan(plan)).toEqual([]);
      expect(decodePlan(encodePlan(plan))).toEqual({ ok: true, value: plan });
    }
  });
});
