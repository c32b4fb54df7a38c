import { assertNever } from "../../shared/assert-never.ts";
import type { NameExpr, StepBody, TypeNode } from "../syntax/ast.ts";
import type { BindState } from "./bindings.ts";
import { resolveType } from "./resolve-name.ts";

/** Resolves the names of types. `onDimension` is told every name that stands in a dimension. */
export function bindType(
  state: BindState,
  type: TypeNode,
  onDimension: (name: NameExpr) => void,
): void {
  switch (type.kind) {
    case "NamedType":
      resolveType(state, type.name);
      // What a tensor is made of (`f32`) is no type of its own.
      if (type.name.parts[0]?.name !== "tensor" || state.typeResolutions.has(type.name)) {
        for (const argument of type.args) {
          bindType(state, argument, onDimension);
        }
      }
      return;
    case "RecordType":
      for (const field of type.fields) {
        bindType(state, field.type, onDimension);
      }
      return;
    case "OptionalType":
      bindType(state, type.type, onDimension);
      return;
    case "ListType":
      bindType(state, type.element, onDimension);
      return;
    case "DimensionedType":
      bindType(state, type.type, onDimension);
      for (const dimension of type.dimensions) {
        for (const name of dimensionNames(dimension)) {
          onDimension(name);
        }
      }
      return;
    case "UnionType":
      for (const member of type.members) {
        bindType(state, member, onDimension);
      }
      return;
    case "LiteralType":
    case "MissingType":
      return;
    default:
      assertNever(type);
  }
}

/** Names in an integer expression, in source order. `_` is none. */
function dimensionNames(expr: StepBody): readonly NameExpr[] {
  switch (expr.kind) {
    case "NameExpr":
      return expr.name === "_" ? [] : [expr];
    case "UnaryExpr":
      return dimensionNames(expr.operand);
    case "BinaryExpr":
      return [...dimensionNames(expr.left), ...dimensionNames(expr.right)];
    case "ParenExpr":
      return dimensionNames(expr.step.body);
    default:
      return [];
  }
}
