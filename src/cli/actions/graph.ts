import { planGraph } from "../../compiler/graph/plan-graph.ts";
import { renderDot, renderJson, renderMermaid } from "../../compiler/graph/render-graph.ts";
import type { Action } from "../command.ts";
import { compileWorkflow } from "../compile-workflow.ts";
import { exitCodes } from "../exit-code.ts";

const renderers = { mermaid: renderMermaid, dot: renderDot, json: renderJson };

export const run: Action<{
  readonly format: keyof typeof renderers;
  readonly workflow: string | undefined;
}> = async ({ operands: [file = ""], options: { format, workflow } }, io) => {
  const compiled = await compileWorkflow(file, workflow, io);
  if (!compiled.ok) {
    return exitCodes.failed;
  }
  io.stdout.write(renderers[format](planGraph(compiled.value.plan)));
  return exitCodes.done;
};
