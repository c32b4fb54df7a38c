import { report } from "../diagnostics/report.ts";
import type { TensorElement } from "../ir/type.ts";
import type { DimensionedType } from "../syntax/ast.ts";
import type { CheckContext } from "./check-context.ts";
import { resolveDimension } from "./resolve-dimension.ts";
import { errorType, type Type } from "./type.ts";
import { reportArguments } from "./type-arguments.ts";

/** `tensor<f32>[m, n]`. Undefined where the type in front of the dimensions is another one, which is the caller's to tell. */
export function resolveTensor(context: CheckContext, node: DimensionedType): Type | undefined {
  const dimensions = node.dimensions.map((dimension) => resolveDimension(context, dimension));
  const { type } = node;
  const isTensor =
    type.kind === "NamedType" &&
    type.name.parts.length === 1 &&
    type.name.parts[0]?.name === "tensor" &&
    !context.bindings.typeResolutions.has(type.name);
  if (!isTensor) {
    return undefined;
  }
  if (!reportArguments(context, type, "tensor", 1)) {
    return errorType;
  }
  const [element] = type.args;
  const name =
    element?.kind === "NamedType" ? element.name.parts.map((part) => part.name).join(".") : "";
  if (element === undefined || !isTensorElement(name)) {
    if (element !== undefined && element.kind !== "MissingType") {
      report(
        context.sink,
        "FLOW3008",
        element.span,
        {},
        {
          hint: "Write one of `f32`, `f64`, `i32`, `i64`, `u8`.",
        },
      );
    }
    return errorType;
  }
  return { kind: "tensor", element: name, dimensions };
}

const tensorElements: ReadonlySet<string> = new Set(["f32", "f64", "i32", "i64", "u8"]);

function isTensorElement(name: string): name is TensorElement {
  return tensorElements.has(name);
}
