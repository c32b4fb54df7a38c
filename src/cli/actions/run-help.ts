import { checkProgram } from "../check-file.ts";
import type { Action } from "../command.ts";
import { chooseWorkflow, showUnlessClean } from "../compile-workflow.ts";
import { exitCodes } from "../exit-code.ts";
import { pageWidth } from "../render-help.ts";
import { readProgram } from "../source-files.ts";
import { UsageError } from "../usage-error.ts";
import { renderWorkflowHelp } from "../workflow-help.ts";

/** `flow run FILE --help`. The modules of functions are not looked at. */
export const run: Action<{
  readonly workflow: string | undefined;
  readonly json: boolean;
}> = async ({ operands: [file = ""], options: { workflow, json } }, io) => {
  if (json) {
    throw new UsageError("--help is text for people: it does not go with --json");
  }
  const checked = checkProgram(await readProgram(file, io), io);
  if (!showUnlessClean(checked, io)) {
    return exitCodes.failed;
  }
  const chosen = chooseWorkflow(checked, file, workflow);
  io.stdout.write(renderWorkflowHelp(file, chosen, checked, pageWidth(io.stdout)));
  return exitCodes.done;
};
