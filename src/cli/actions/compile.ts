import { encodePlan } from "../../compiler/ir/plan-json.ts";
import type { Action } from "../command.ts";
import { compileWorkflow } from "../compile-workflow.ts";
import { exitCodes } from "../exit-code.ts";
import { writeText } from "../write-text.ts";

export const run: Action<{
  readonly target: "plan";
  readonly output: string | undefined;
  readonly workflow: string | undefined;
}> = async ({ operands: [file = ""], options: { output, workflow } }, io) => {
  const compiled = await compileWorkflow(file, workflow, io);
  if (!compiled.ok) {
    return exitCodes.failed;
  }
  const text = encodePlan(compiled.value.plan);
  if (output === undefined) {
    io.stdout.write(text);
  } else {
    writeText(io.cwd, output, text);
  }
  return exitCodes.done;
};
