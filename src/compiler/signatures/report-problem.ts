import type { DiagnosticSink } from "../diagnostics/report.ts";
import { report } from "../diagnostics/report.ts";
import { describeSignature } from "./declarations.ts";
import { locateMismatch } from "./mismatch.ts";
import type { FunctionSignature } from "./signature.ts";
import type { Problem } from "./verdict.ts";

/** Reports what is wrong with the function that `signature` declares. `moduleText` is the source of its module. */
export function reportProblem(
  sink: DiagnosticSink,
  signature: FunctionSignature,
  problem: Exclude<Problem, { readonly kind: "invalid-module" | "not-loadable" }>,
  moduleText: string,
): void {
  const { exportName: name, path, spans } = signature;
  const nameSpan = spans.exportName ?? spans.name;
  switch (problem.kind) {
    case "missing-export":
      reportMissingExport(sink, signature, problem.near, moduleText);
      return;
    case "no-function":
      report(sink, "FLOW5003", nameSpan, { name, path }, { label: "not a function in the module" });
      return;
    case "mismatch": {
      const { span, label, detail } = locateMismatch(signature, problem.reasons);
      const asked = `The signature asks for \`${describeSignature(signature)}\`.`;
      const hint = detail === undefined ? asked : `${detail}\n${asked}`;
      report(sink, "FLOW5004", span, { name, path }, { label, hint });
      return;
    }
  }
}

function reportMissingExport(
  sink: DiagnosticSink,
  { exportName: name, path, spans }: FunctionSignature,
  near: string | null,
  moduleText: string,
): void {
  const span = spans.exportName ?? spans.name;
  const isDeclared = new RegExp(`\\b(?:function\\*?|const|let|class)\\s+${name}\\b`).test(
    moduleText,
  );
  if (isDeclared) {
    const hint = `Write \`export\` before \`${name}\` in the module.`;
    report(
      sink,
      "FLOW5002",
      span,
      { name, path },
      { label: "declared there, but not exported", hint },
    );
  } else if (near === null) {
    report(
      sink,
      "FLOW5002",
      span,
      { name, path },
      { hint: `Export a function named \`${name}\`.` },
    );
  } else {
    const place = spans.exportName ?? { ...spans.path, start: spans.path.end };
    const newText = spans.exportName === undefined ? ` as ${near}` : near;
    report(
      sink,
      "FLOW5002",
      span,
      { name, path },
      {
        hint: `Did you mean \`${near}\`?`,
        fixes: [
          {
            title: `Use the export \`${near}\``,
            applicability: "suggested",
            edits: [{ span: place, newText }],
          },
        ],
      },
    );
  }
}
