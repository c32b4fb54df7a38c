/** The program that a test file is about: compiled once for each of its workflows that is asked for. */
import { suggest } from "../../compiler/diagnostics/edit-distance.ts";
import { renderText } from "../../compiler/diagnostics/render-text.ts";
import { hasErrors } from "../../compiler/diagnostics/report.ts";
import { compile } from "../../compiler/index.ts";
import type { Plan } from "../../compiler/ir/plan.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { type CheckedFile, checkProgram } from "../check-file.ts";
import type { CliIo } from "../cli-io.ts";
import { type CompiledWorkflow, chooseWorkflow } from "../compile-workflow.ts";
import { readSource } from "../disk-host.ts";

export interface TestedProgram {
  readonly file: string;
  readonly checked: CheckedFile;
  /** Throws `UsageError` where the choice is not clear. */
  workflow(name: string | undefined): CompiledWorkflow;
}

/**
 * An error is why there is none, as lines for a person. Modules of functions are not looked at: they may not be there yet,
 * and a test may put others in their place.
 */
export function openProgram(file: string, io: CliIo): Result<TestedProgram, string> {
  const text = readSource(io.cwd, file);
  if (!text.ok) {
    return err(`error: ${text.error}, whose tests these would be\n`);
  }
  const checked = checkProgram({ path: file, text: text.value }, io);
  if (hasErrors(checked.diagnostics)) {
    const { colour, columns } = io.stderr;
    return err(renderText(checked.diagnostics, checked.sources, { colour, width: columns }));
  }
  const compiled = new Map<string | undefined, CompiledWorkflow>();
  return ok({
    file,
    checked,
    workflow(name) {
      let known = compiled.get(name);
      if (known === undefined) {
        const workflow = chooseWorkflow(checked, file, name);
        known = { workflow, plan: compile(checked.result, workflow), checked };
        compiled.set(name, known);
      }
      return known;
    },
  });
}

/** What is wrong with a name, in a clause, and what might have been meant. */
export function unknownName(what: string, name: string, names: readonly string[]): string {
  const near = suggest(name, names);
  const hint =
    near !== undefined
      ? `did you mean \`${near}\`?`
      : names.length === 0
        ? "there is none"
        : `there is ${names.map((known) => `\`${known}\``).join(", ")}`;
  return `${what} \`${name}\`: ${hint}`;
}

export const functionNames = (plan: Plan): readonly string[] => Object.keys(plan.functions);
