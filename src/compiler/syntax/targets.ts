/** The left of `=` is read as a step, since only the `=` tells that it is none. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/report.ts";
import type { BindTarget, Expr, Identifier, Step } from "./ast.ts";

export function toBindTarget(step: Step, sink: Diagnostic[]): BindTarget {
  const { span, body } = step;
  if (step.options === undefined && step.after.length === 0) {
    if (body.kind === "NameExpr") {
      return { kind: "NameTarget", span, name: nameOf(body) };
    }
    if (body.kind === "IndexExpr" && body.object.kind === "NameExpr") {
      return { kind: "IndexedTarget", span, name: nameOf(body.object), indices: body.indices };
    }
    if (body.kind === "RecordExpr") {
      const names = shorthandNames(body.entries);
      if (names !== undefined) {
        return { kind: "RecordTarget", span, names };
      }
    }
  }
  if (body.kind !== "MissingExpr") {
    report(
      sink,
      "FLOW1022",
      span,
      {},
      { hint: "Bind a name, `name[indices]` or `{ a, b }`; compare with `==`." },
    );
  }
  return { kind: "InvalidTarget", span, expr: { kind: "ParenExpr", span, step } };
}

function nameOf(expr: Extract<Expr, { kind: "NameExpr" }>): Identifier {
  return { kind: "Identifier", span: expr.span, name: expr.name };
}

function shorthandNames(
  entries: Extract<Expr, { kind: "RecordExpr" }>["entries"],
): readonly Identifier[] | undefined {
  const names: Identifier[] = [];
  for (const entry of entries) {
    if (entry.kind === "RecordSpread" || !entry.shorthand) {
      return undefined;
    }
    names.push(entry.name);
  }
  return names.length === 0 ? undefined : names;
}
