import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/edit-distance.ts";
import { type DiagnosticSink, report } from "../diagnostics/report.ts";
import { checkForeign } from "./check-foreign.ts";
import { createModule, findVerdicts, type PendingModule } from "./find-verdicts.ts";
import type { ModuleHost } from "./local-imports.ts";
import { reportProblem } from "./report-problem.ts";
import type { FunctionSignature } from "./signature.ts";
import type { SignatureTools } from "./signature-tools.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Compares function signatures with the TypeScript exports they name. Of a function in another language, or in a folder,
 * it is checked that it is there. The compiler runs once for all modules whose verdict is not cached, and not at all when
 * every one is. Diagnostics are in the order of the signatures.
 */
export async function checkSignatures(
  signatures: readonly FunctionSignature[],
  tools: SignatureTools,
): Promise<readonly Diagnostic[]> {
  const { host } = tools;
  const diagnostics: Diagnostic[] = [];
  const toCheck: FunctionSignature[] = [];
  for (const signature of signatures) {
    const found = host.find(modulePath(signature, host));
    if (found === undefined) {
      reportMissingModule(diagnostics, signature, host);
    } else if (found === "file" && signature.runtime !== "python") {
      toCheck.push(signature);
    } else {
      diagnostics.push(...checkForeign(signature, modulePath(signature, host), host));
    }
  }
  const modules = [...Map.groupBy(toCheck, (signature) => modulePath(signature, host))].map(
    ([path, members]) => createModule(path, members, tools),
  );
  const verdicts = await findVerdicts(modules, tools);
  for (const module of modules) {
    const verdict = verdicts.get(module);
    if (typeof verdict === "string") {
      reportUnchecked(diagnostics, module, verdict);
    } else {
      reportVerdict(diagnostics, module, verdict ?? { problems: [] });
    }
  }
  return diagnostics;
}

function modulePath({ path, spans }: FunctionSignature, host: ModuleHost): string {
  return host.resolve(spans.name.file, path);
}

function reportVerdict(sink: DiagnosticSink, module: PendingModule, { problems }: Verdict): void {
  const text = module.sources.get(module.path) ?? "";
  for (const problem of problems) {
    if (problem.kind === "invalid-module" || problem.kind === "not-loadable") {
      const [first] = module.signatures;
      const code = problem.kind === "invalid-module" ? "FLOW5005" : "FLOW5008";
      if (first !== undefined) {
        const label = `${problem.place}: ${problem.message}`;
        report(sink, code, first.spans.path, { path: first.path }, { label });
      }
    } else {
      const signature = module.signatures.find(({ name }) => name === problem.name);
      if (signature !== undefined) {
        reportProblem(sink, signature, problem, text);
      }
    }
  }
}

function reportUnchecked(sink: DiagnosticSink, module: PendingModule, reason: string): void {
  const [first] = module.signatures;
  if (first !== undefined) {
    report(sink, "FLOW5006", first.spans.path, { path: first.path, reason });
  }
}

function reportMissingModule(
  sink: DiagnosticSink,
  signature: FunctionSignature,
  host: ModuleHost,
): void {
  const { name, path, spans } = signature;
  const at = path.lastIndexOf("/");
  const folder = path.slice(0, at + 1);
  const names = host.list(host.resolve(spans.name.file, folder === "" ? "./" : folder));
  const file = path.slice(at + 1);
  const near = names.find((other) => other === `${file}.ts`) ?? suggest(file, names);
  const meant = near === undefined ? undefined : `${folder}${near}`;
  report(
    sink,
    "FLOW5001",
    spans.path,
    { name, path },
    {
      label: "no such file",
      hint: meant && `Did you mean \`${meant}\`?`,
      fixes:
        meant === undefined
          ? []
          : [
              {
                title: `Write \`${meant}\``,
                applicability: near === `${file}.ts` ? "safe" : "suggested",
                edits: [{ span: spans.path, newText: JSON.stringify(meant) }],
              },
            ],
    },
  );
}
