import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { invariant } from "../../src/shared/invariant.ts";
import { expectOutputs, findCases, type GoldenCase } from "../support/golden-case.ts";
import { INPUT, stages } from "./stages.ts";

const root = fileURLToPath(new URL("cases", import.meta.url));

for (const golden of existsSync(root) ? findCases(root, INPUT) : []) {
  const { stage, argument } = stageOf(golden);
  it(golden.name, async () => {
    invariant(stage !== undefined, `stages.ts has the stage of ${golden.name}`);
    expectOutputs(golden.directory, await stage(golden.inputs, argument));
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
