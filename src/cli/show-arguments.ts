import { suggest } from "../compiler/diagnostics/edit-distance.ts";
import { type Finding, renderText } from "../compiler/diagnostics/render-text.ts";
import type { WorkflowDecl } from "../compiler/index.ts";
import type { ArgumentProblem } from "../runtime/index.ts";
import type { CliIo } from "./cli-io.ts";
import type { CompiledWorkflow } from "./compile-workflow.ts";
import type { UsageProblem } from "./run-document.ts";

/** Shows what is wrong with the arguments of a workflow, each with the declaration that it goes against; and names it. */
export function showArgumentProblems(
  problems: readonly ArgumentProblem[],
  { workflow, checked }: Pick<CompiledWorkflow, "workflow" | "checked">,
  file: string,
  { stderr }: CliIo,
): readonly UsageProblem[] {
  const findings = problems.map((problem) => toFinding(problem, workflow, file));
  const { colour, columns } = stderr;
  stderr.write(renderText(findings, checked.sources, { colour, width: columns }));
  return problems.map(({ name, message }, index) => ({
    message,
    hint: findings[index]?.hint ?? null,
    argument: name,
  }));
}

function toFinding(
  { kind, message, name, param, candidates }: ArgumentProblem,
  workflow: WorkflowDecl,
  file: string,
): Finding {
  const near = kind === "unknown" ? suggest(name, candidates) : undefined;
  const meant = workflow.params.find((candidate) => candidate.name.name === near);
  return {
    code: undefined,
    severity: "error",
    message,
    primary: {
      span: param?.origin ?? meant?.span ?? workflow.name.span,
      text: "declared here",
    },
    secondary: [],
    hint:
      near === undefined
        ? `\`flow run ${file} --help\` lists the parameters.`
        : `Did you mean \`${near}\`?`,
    fixes: [],
  };
}
