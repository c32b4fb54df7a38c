import type { Action, CommandDefinition } from "../command.ts";
import { completionScript, shells } from "../completion-script.ts";
import { exitCodes } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";

export function createAction(
  commands: readonly CommandDefinition[],
): Action<Readonly<Record<never, never>>> {
  return ({ operands: [name = ""] }, io) => {
    const shell = shells.find((candidate) => candidate === name);
    if (shell === undefined) {
      throw new UsageError(
        `there is no completion for the shell '${name}'`,
        `There is one for ${shells.join(", ")}.`,
      );
    }
    io.stdout.write(completionScript(shell, commands));
    return exitCodes.done;
  };
}
