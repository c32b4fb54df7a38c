/** What the dimension variables of one call's signature stand for. */
import { report } from "../../diagnostics/report.ts";
import type { Span } from "../../source/span.ts";
import type { Expr } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import {
  anyExtent,
  atomDimension,
  compareDimensions,
  type Dimension,
  namedDimension,
  printDimension,
  soleName,
  substituteDimension,
} from "../dimension.ts";
import { toPolynomial } from "../resolve-dimension.ts";
import type { Type } from "../type.ts";

interface Bound {
  readonly dimension: Dimension;
  /** Undefined for an extent that only the result of the call has. */
  readonly span: Span | undefined;
}

export interface DimensionSolver {
  readonly bound: Map<string, Bound>;
}

export function createSolver(): DimensionSolver {
  return { bound: new Map() };
}

export function hasDimensions(type: Type): boolean {
  switch (type.kind) {
    case "tensor":
      return true;
    case "optional":
      return hasDimensions(type.type);
    case "list":
    case "dataset":
    case "stream":
      return hasDimensions(type.element);
    case "map":
      return hasDimensions(type.value);
    case "record":
      return type.fields.some((field) => hasDimensions(field.type));
    default:
      return false;
  }
}

/** Variables that stand alone in `param` take the extent `found` has there. `span` is where `found` comes from. */
export function bindDimensions(
  solver: DimensionSolver,
  param: Type,
  found: Type,
  span: Span,
): void {
  switch (param.kind) {
    case "optional":
      bindDimensions(solver, param.type, found.kind === "optional" ? found.type : found, span);
      return;
    case "tensor":
      if (found.kind === "tensor" && found.dimensions.length === param.dimensions.length) {
        for (const [axis, dimension] of param.dimensions.entries()) {
          const name = soleName(dimension);
          if (name !== undefined && !solver.bound.has(name)) {
            solver.bound.set(name, { dimension: found.dimensions[axis] ?? anyExtent, span });
          }
        }
      }
      return;
    case "list":
    case "stream":
    case "dataset":
      if (found.kind === "list" || found.kind === "stream" || found.kind === "dataset") {
        bindDimensions(solver, param.element, found.element, span);
      }
      return;
    case "record":
      if (found.kind === "record") {
        for (const field of param.fields) {
          const own = found.fields.find(({ name }) => name === field.name);
          if (own !== undefined) {
            bindDimensions(solver, field.type, own.type, span);
          }
        }
      }
  }
}

/** An `int` argument gives its parameter's name an extent too, so that shapes may be computed from it. */
export function bindValue(
  context: CheckContext,
  solver: DimensionSolver,
  name: string,
  value: Expr,
): void {
  const known = toPolynomial(value, (_, at) => {
    const symbol = at.kind === "NameExpr" ? context.bindings.resolutions.get(at) : undefined;
    return symbol !== undefined && (symbol.kind === "dimension" || symbol.kind === "param")
      ? namedDimension(symbol.name.name)
      : undefined;
  });
  const dimension = known ?? atomDimension({ kind: "unknown", id: context.nextUnknown++ });
  const first = solver.bound.get(name);
  if (first === undefined) {
    solver.bound.set(name, { dimension, span: value.span });
  } else if (compareDimensions(first.dimension, dimension) === "unequal") {
    report(
      context.sink,
      "FLOW3015",
      value.span,
      {
        axis: 0,
        expected: printDimension(first.dimension),
        found: printDimension(dimension),
      },
      {
        secondary:
          first.span === undefined
            ? []
            : [{ span: first.span, text: `\`${name}\` comes from here` }],
      },
    );
  }
}

/** The type with the bound variables filled in; `free` says what a variable without value becomes. */
export function fillDimensions(
  context: CheckContext,
  solver: DimensionSolver,
  type: Type,
  free: "keep" | "unknown",
): Type {
  const lookup = (name: string): Dimension | undefined => {
    const bound = solver.bound.get(name);
    if (bound !== undefined || free === "keep") {
      return bound?.dimension ?? anyExtent;
    }
    const dimension = atomDimension({ kind: "unknown", id: context.nextUnknown++ });
    solver.bound.set(name, { dimension, span: undefined });
    return dimension;
  };
  return mapDimensions(type, (dimension) => substituteDimension(dimension, lookup));
}

/** Where the variables in `type` got their extents, as labels beside a conflict. */
export function dimensionOrigins(
  solver: DimensionSolver,
  type: Type,
): readonly { readonly span: Span; readonly text: string }[] {
  const names = new Set<string>();
  mapDimensions(type, (dimension) => {
    const name = soleName(dimension);
    if (name !== undefined) {
      names.add(name);
    }
    return dimension;
  });
  return [...names].flatMap((name) => {
    const bound = solver.bound.get(name);
    return bound?.span === undefined || soleName(bound.dimension) === name
      ? []
      : [
          {
            span: bound.span,
            text: `\`${name}\` is \`${printDimension(bound.dimension)}\` from here`,
          },
        ];
  });
}

function mapDimensions(type: Type, map: (dimension: Dimension) => Dimension): Type {
  if (!hasDimensions(type)) {
    return type;
  }
  switch (type.kind) {
    case "tensor":
      return { ...type, dimensions: type.dimensions.map(map) };
    case "optional":
      return { ...type, type: mapDimensions(type.type, map) };
    case "list":
    case "dataset":
    case "stream":
      return { ...type, element: mapDimensions(type.element, map) };
    case "map":
      return { ...type, value: mapDimensions(type.value, map) };
    case "record":
      return {
        ...type,
        fields: type.fields.map((field) => ({ ...field, type: mapDimensions(field.type, map) })),
      };
    default:
      return type;
  }
}
