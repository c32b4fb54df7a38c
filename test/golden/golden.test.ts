import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { expectOutputs, findCases, type GoldenCase } from "../support/golden-case.ts";
import { INPUT, isAvailable, stages } from "./stages.ts";

const root = fileURLToPath(new URL("cases", import.meta.url));

for (const golden of existsSync(root) ? findCases(root, INPUT) : []) {
  const { stage, argument } = stageOf(golden);
  it.skipIf(stage !== undefined && !isAvailable(stage))(golden.name, async () => {
    expect(stage, `a stage of ${golden.name} in stages.ts`).toBeDefined();
    expectOutputs(golden.directory, (await stage?.run(golden, argument)) ?? {});
  });
}

it("has a comment on the first line of every input, saying why the case exists", () => {
  const silent = (existsSync(root) ? findCases(root, INPUT) : []).filter(
    ({ inputs }) => !/^(\/\/|\/\*)/.test(inputs.get(INPUT) ?? ""),
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});

function stageOf({ name }: GoldenCase) {
  const [first = "", second = ""] = name.split("/");
  return { stage: stages[first], argument: second };
}
