import { suggest } from "../compiler/diagnostics/edit-distance.ts";
import {
  type Finding,
  renderText,
  type SourceLookup,
} from "../compiler/diagnostics/render-text.ts";
import type { ArgumentProblem } from "../runtime/index.ts";
import type { CliIo } from "./cli-io.ts";

/** What is wrong with the arguments of a workflow, each with the declaration that it goes against. */
export function showArgumentProblems(
  problems: readonly ArgumentProblem[],
  file: string,
  sources: SourceLookup,
  { stderr }: CliIo,
): void {
  for (const problem of problems) {
    const { message, param } = problem;
    const hint = hintFor(problem, file);
    if (param === null) {
      stderr.write(`error: ${message}\nhint: ${hint}\n`);
      continue;
    }
    const finding: Finding = {
      code: undefined,
      severity: "error",
      message,
      primary: { span: param.origin, text: "declared here" },
      secondary: [],
      hint,
      fixes: [],
    };
    stderr.write(renderText([finding], sources, { colour: stderr.colour, width: stderr.columns }));
  }
}

function hintFor({ kind, name, candidates }: ArgumentProblem, file: string): string {
  const near = kind === "unknown" ? suggest(name, candidates) : undefined;
  return near === undefined
    ? `\`flow run ${file} --help\` lists the parameters.`
    : `Did you mean \`${near}\`?`;
}
