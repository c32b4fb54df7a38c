import { fileURLToPath } from "node:url";
import { createDiskHost } from "../src/cli/disk-host.ts";
import { planGraph } from "../src/compiler/graph/plan-graph.ts";
import { check, compile, selectWorkflow } from "../src/compiler/index.ts";
import { invariant } from "../src/shared/invariant.ts";
import { drawProgram } from "./draw-program.ts";

const PROGRAM = "workflows/wordcount.flow";

/** The picture in the README: what `flow graph` says of the program, next to the program. */
export function renderWordcountPicture(): string {
  const result = check(PROGRAM, createDiskHost(fileURLToPath(new URL("..", import.meta.url))));
  const workflow = selectWorkflow(result, undefined);
  invariant(result.entry !== undefined && workflow.ok, `${PROGRAM} has one workflow`);
  return drawProgram(result.entry.file, planGraph(compile(result, workflow.value)));
}
