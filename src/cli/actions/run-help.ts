import { checkProgram } from "../check-file.ts";
import type { Action } from "../command.ts";
import { chooseWorkflow, showUnlessClean } from "../compile-workflow.ts";
import { exitCodes } from "../exit-code.ts";
import { readProgram } from "../source-files.ts";
import { renderWorkflowHelp } from "../workflow-help.ts";

/** `flow run FILE --help`. The modules of functions are not looked at. */
export const run: Action<{ readonly workflow: string | undefined }> = async (
  { operands: [file = ""], options: { workflow } },
  io,
) => {
  const checked = checkProgram(await readProgram(file, io), io);
  if (!showUnlessClean(checked, io)) {
    return exitCodes.failed;
  }
  io.stdout.write(renderWorkflowHelp(file, chooseWorkflow(checked, file, workflow), checked));
  return exitCodes.done;
};
