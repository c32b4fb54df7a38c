import { renderGraph } from "../../compiler/index.ts";
import type { Action } from "../command.ts";
import { compileWorkflow } from "../compile-workflow.ts";
import { exitCodes } from "../exit-code.ts";

export const run: Action<{
  readonly format: "mermaid" | "dot" | "json";
  readonly workflow: string | undefined;
}> = async ({ operands: [file = ""], options: { format, workflow } }, io) => {
  const plan = await compileWorkflow(file, workflow, io);
  if (plan === undefined) {
    return exitCodes.failed;
  }
  io.stdout.write(renderGraph(plan, format));
  return exitCodes.done;
};
