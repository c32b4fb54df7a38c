/** The order of the phases, and where it stops on errors: a Plan is made of programs without errors only. */
import { invariant } from "../shared/invariant.ts";
import { check as checkProgram } from "./check/check.ts";
import type { CheckResult } from "./check/check-result.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { dropConsequences, hasErrors, sortDiagnostics } from "./diagnostics/report.ts";
import type { Plan } from "./ir/plan.ts";
import { lower } from "./lower/lower.ts";
import { optimise } from "./passes/optimise.ts";
import { checkSignatures as compareSignatures } from "./signatures/check-signatures.ts";
import { collectSignatures } from "./signatures/collect-signatures.ts";
import type { SignatureTools } from "./signatures/signature-tools.ts";
import type { SourceHost } from "./source/source-host.ts";
import type { WorkflowDecl } from "./syntax/ast.ts";

/** Tokens, tree, names, types: of the file at `path` and all it uses. Never throws for what a file says. */
export function check(path: string, host: SourceHost): CheckResult {
  return checkProgram(path, host);
}

/**
 * All diagnostics of checked programs: their own, and those of their functions' signatures against their modules. What
 * several of the programs use is looked at once.
 */
export async function checkWithSignatures(
  results: readonly CheckResult[],
  tools: SignatureTools,
): Promise<readonly Diagnostic[]> {
  const signatures = new Map(
    results
      .flatMap(({ modules, tables }) => collectSignatures(modules, tables))
      .map((signature) => [
        `${signature.spans.name.file}:${signature.spans.name.start}`,
        signature,
      ]),
  );
  const found = await compareSignatures([...signatures.values()], tools);
  const own = results.flatMap(({ diagnostics }) => diagnostics);
  return dropConsequences(sortDiagnostics([...own, ...found]));
}

/** The Plan of a workflow of a program that was checked and has no errors, after all passes. */
export function compile(result: CheckResult, workflow: WorkflowDecl): Plan {
  invariant(!hasErrors(result.diagnostics), "only programs without errors are compiled");
  return optimise(lower(result.tables, workflow));
}
