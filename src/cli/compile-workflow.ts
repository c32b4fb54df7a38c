import { suggest } from "../compiler/diagnostics/edit-distance.ts";
import { renderText } from "../compiler/diagnostics/render-text.ts";
import { hasErrors } from "../compiler/diagnostics/report.ts";
import { summarizeDiagnostics } from "../compiler/diagnostics/summary.ts";
import { compile, type NoWorkflow, selectWorkflow, type WorkflowDecl } from "../compiler/index.ts";
import type { Plan } from "../compiler/ir/plan.ts";
import { err, ok, type Result } from "../shared/result.ts";
import { type CheckedFile, checkFile } from "./check-file.ts";
import type { CliIo } from "./cli-io.ts";
import { readProgram } from "./source-files.ts";
import { UsageError } from "./usage-error.ts";

export interface CompiledWorkflow {
  readonly workflow: WorkflowDecl;
  readonly plan: Plan;
  readonly checked: CheckedFile;
}

/** A workflow and its Plan, or the program with its errors; those then stand on stderr, as do warnings. */
export async function compileWorkflow(
  file: string,
  name: string | undefined,
  io: CliIo,
): Promise<Result<CompiledWorkflow, CheckedFile>> {
  const checked = await checkFile(await readProgram(file, io), io);
  if (!showUnlessClean(checked, io)) {
    return err(checked);
  }
  const workflow = chooseWorkflow(checked, file, name);
  return ok({ workflow, plan: compile(checked.result, workflow), checked });
}

/** Writes what there is to say to stderr; whether the program has no errors. */
export function showUnlessClean({ diagnostics, sources }: CheckedFile, { stderr }: CliIo): boolean {
  if (diagnostics.length > 0) {
    const { colour, columns } = stderr;
    stderr.write(renderText(diagnostics, sources, { colour, width: columns }));
    stderr.write(`\n${summarizeDiagnostics(diagnostics)}\n`);
  }
  return !hasErrors(diagnostics);
}

/** Throws `UsageError` where the choice is not clear. */
export function chooseWorkflow(
  checked: CheckedFile,
  file: string,
  name: string | undefined,
): WorkflowDecl {
  const chosen = selectWorkflow(checked.result, name);
  if (!chosen.ok) {
    throw describeChoice(chosen.error, file);
  }
  return chosen.value;
}

function describeChoice(choice: NoWorkflow, file: string): UsageError {
  switch (choice.kind) {
    case "none":
      return new UsageError(`${file} declares no workflow`);
    case "ambiguous":
      return new UsageError(
        `${file} declares several workflows, and none is called \`main\``,
        `Choose one with --workflow: ${choice.names.join(", ")}.`,
      );
    case "unknown": {
      const near = suggest(choice.name, choice.names);
      return new UsageError(
        `${file} declares no workflow \`${choice.name}\``,
        near === undefined ? `There is ${choice.names.join(", ")}.` : `Did you mean \`${near}\`?`,
      );
    }
  }
}
