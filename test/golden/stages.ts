/** What each folder of `cases/` runs, and which expected files come of it. */
import type { CheckResult } from "../../src/compiler/check/check-result.ts";
import type { Diagnostic } from "../../src/compiler/diagnostics/diagnostic.ts";
import { renderText } from "../../src/compiler/diagnostics/render-text.ts";
import { hasErrors, sortDiagnostics } from "../../src/compiler/diagnostics/report.ts";
import { format } from "../../src/compiler/format/format.ts";
import { check, selectWorkflow } from "../../src/compiler/index.ts";
import type { Plan } from "../../src/compiler/ir/plan.ts";
import { decodePlan, encodePlan } from "../../src/compiler/ir/plan-json.ts";
import { printPlan } from "../../src/compiler/ir/print-plan.ts";
import { validatePlan } from "../../src/compiler/ir/validate-plan.ts";
import { lower } from "../../src/compiler/lower/lower.ts";
import { optimise, passes } from "../../src/compiler/passes/optimise.ts";
import { createSourceFile } from "../../src/compiler/source/source-file.ts";
import { parse } from "../../src/compiler/syntax/parse.ts";
import { printAst } from "../../src/compiler/syntax/print-ast.ts";
import { invariant } from "../../src/shared/invariant.ts";
import { checkOnDisk } from "../support/check-on-disk.ts";
import type { GoldenCase, Outputs } from "../support/golden-case.ts";
import { createMemoryHost } from "../support/memory-host.ts";
import { runCase } from "./run-stage.ts";

export const INPUT = "input.flow";

type Inputs = GoldenCase["inputs"];

/** `argument` is the folder below that of the stage: for `passes` the name of the pass. */
export type Stage = (inputs: Inputs, argument: string) => Outputs | Promise<Outputs>;

export const stages: Readonly<Record<string, Stage>> = {
  parse: runParse,
  check: runCheck,
  signatures: runSignatures,
  lower: runLower,
  plan: runPlan,
  passes: runPass,
  format: runFormat,
  run: (inputs) => runCase(valid(optimise(lowerInput(inputs))), inputs),
};

/** The tree; and the diagnostics where there are some. */
function runParse(inputs: Inputs): Outputs {
  const file = createSourceFile(INPUT, textOf(inputs, INPUT));
  const { unit, diagnostics } = parse(file);
  return {
    "expected.ast.txt": printAst(unit, file),
    ...(diagnostics.length > 0 && { "expected.diagnostics.txt": print(diagnostics, inputs) }),
  };
}

/** What a user would see; empty for a clean program. */
function runCheck(inputs: Inputs): Outputs {
  const { diagnostics } = check(INPUT, createMemoryHost(inputs));
  return { "expected.diagnostics.txt": print(diagnostics, inputs) };
}

/**
 * As `check`, with functions compared with their modules. Those are kept as `NAME.ts.txt`, so that no tool of this
 * repository takes them for its own.
 */
async function runSignatures(inputs: Inputs): Promise<Outputs> {
  const files = new Map([...inputs].map(([path, text]) => [path.replace(/\.txt$/, ""), text]));
  return { "expected.diagnostics.txt": print(await checkOnDisk(files, INPUT), inputs) };
}

/** The Plan before any pass, as people read it. */
function runLower(inputs: Inputs): Outputs {
  return { "expected.plan.txt": printPlan(lowerInput(inputs)) };
}

/** The Plan after all passes, as the runtime reads it; what it is decoded to is the same. */
async function runPlan(inputs: Inputs): Promise<Outputs> {
  const encoded = encodePlan(valid(optimise(lowerInput(inputs))));
  const decoded = decodePlan(encoded);
  invariant(decoded.ok && encodePlan(decoded.value) === encoded, "a plan is what it is decoded to");
  return { "expected.plan.json": encoded };
}

/** The Plan before and after the first time that the pass runs. */
function runPass(inputs: Inputs, name: string): Outputs {
  const at = passes.findIndex((pass) => pass.name === name);
  const pass = passes[at];
  invariant(pass !== undefined, `there is a pass ${name}`);
  const before = passes
    .slice(0, at)
    .reduce((plan, earlier) => valid(earlier.run(plan)), lowerInput(inputs));
  const after = valid(pass.run(before));
  return { "expected.before.txt": printPlan(before), "expected.after.txt": printPlan(after) };
}

/** The canonical layout, which is stable; or why there is none. */
function runFormat(inputs: Inputs): Outputs {
  const once = format(createSourceFile(INPUT, textOf(inputs, INPUT)));
  if (!once.ok) {
    return { "expected.diagnostics.txt": print(once.error, inputs) };
  }
  const twice = format(createSourceFile(INPUT, once.value));
  invariant(twice.ok && twice.value === once.value, "formatting twice is formatting once");
  return { "expected.flow": once.value };
}

function lowerInput(inputs: Inputs): Plan {
  const result: CheckResult = check(INPUT, createMemoryHost(inputs));
  invariant(!hasErrors(result.diagnostics), print(result.diagnostics, inputs));
  const workflow = selectWorkflow(result, undefined);
  invariant(workflow.ok, "the case has one workflow, or one called main");
  return valid(lower(result.tables, workflow.value));
}

function valid(plan: Plan): Plan {
  const problems = validatePlan(plan);
  invariant(problems.length === 0, problems.join("\n"));
  return plan;
}

function print(diagnostics: readonly Diagnostic[], inputs: Inputs): string {
  return renderText(sortDiagnostics(diagnostics), (path) => {
    const text = inputs.get(path);
    return text === undefined ? undefined : createSourceFile(path, text);
  });
}

function textOf(inputs: Inputs, path: string): string {
  const text = inputs.get(path);
  invariant(text !== undefined, `the case has ${path}`);
  return text;
}
