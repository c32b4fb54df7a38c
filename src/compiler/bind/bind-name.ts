/** Introduces names. A name is bound once and never shadowed. */
import { report } from "../diagnostics/report.ts";
import type { Identifier } from "../syntax/ast.ts";
import type { BindState } from "./bindings.ts";
import { findDeclared, type Scope } from "./scope.ts";
import type { ValueSymbol } from "./symbol.ts";

/** Whether the name is now bound; false where it was bound before, which is reported. */
export function bindName(
  state: BindState,
  scope: Scope,
  name: Identifier,
  symbol: ValueSymbol,
  hint = "A name stands for one thing in all of its scope; choose another one.",
): boolean {
  if (name.name === "") {
    return false;
  }
  const first = findDeclared(scope, name.name);
  if (first !== undefined && first.kind !== "builtin") {
    report(
      state.sink,
      "FLOW2004",
      name.span,
      { name: name.name },
      {
        label: "bound again here",
        secondary: [{ span: first.name.span, text: `\`${name.name}\` is ${describe(first)} here` }],
        hint,
      },
    );
    return false;
  }
  scope.names.set(name.name, symbol);
  return true;
}

function describe(symbol: Exclude<ValueSymbol, { kind: "builtin" }>): string {
  switch (symbol.kind) {
    case "param":
      return "a parameter";
    case "dimension":
      return "a dimension";
    case "callable":
      return "declared";
    case "namespace":
    case "unresolved":
      return "taken by `use`";
    default:
      return "bound";
  }
}
