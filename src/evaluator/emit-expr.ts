/**
 * Expression to JavaScript. Every operation becomes a statement that binds a fresh name, so that order of evaluation is
 * order of text, and a long chain of operators is not deep code. Nothing of the user's enters the text but finite
 * numbers, booleans and field names that are plain identifiers; all other constants are handed over by value.
 */
import { type Expr, mayFail } from "../compiler/ir/expr.ts";
import type { Span } from "../compiler/source/span.ts";
import { assertNever } from "../shared/assert-never.ts";
import { invariant } from "../shared/invariant.ts";
import type { Json } from "../shared/json.ts";
import { builtins } from "./builtins.ts";
import { caughtError } from "./caught-error.ts";
import {
  type Atom,
  bind,
  charge,
  constant,
  createEmission,
  declare,
  deepen,
  type Emission,
  fieldName,
  fieldOf,
  fresh,
  inBlock,
  mark,
  reference,
  within,
} from "./emission.ts";
import { locate } from "./evaluation-error.ts";
import { element, entry } from "./lists.ts";

export interface EmittedExpr {
  /** Statements that end by returning the value. They use `r0`, `r1`, … and `k0`, `k1`, … freely. */
  readonly body: string;
  /** Free references: `r0` is the first. */
  readonly references: readonly string[];
  /** Values of `k0`, `k1`, … */
  readonly constants: readonly unknown[];
  /** Whether it charges the meter, which then must be reset before. */
  readonly charges: boolean;
}

/** `step` is what a caught error says of where it was. Throws an `EvaluationError` where the expression is too deep. */
export function emitExpr(expr: Expr, step: string): EmittedExpr {
  const emission = createEmission(step);
  const value = emit(emission, expr);
  emission.lines.push(`return ${value};`);
  return {
    body: withPlaces(emission),
    references: [...emission.references.keys()],
    constants: [...emission.constants.keys()],
    charges: emission.charges,
  };
}

/** An error leaves the code with the place of the operation that raised it. */
function withPlaces(to: Emission): string {
  const lines = ["let at = 0;", ...to.lines];
  if (to.origins.length > 0) {
    const places = constant(to, [null, ...to.origins]);
    lines.splice(1, 0, "try {");
    lines.push("} catch (thrown) {", `throw ${constant(to, locate)}(thrown, ${places}[at]);`, "}");
  }
  return lines.join("\n");
}

function emit(to: Emission, expr: Expr): Atom {
  deepen(to, 1);
  const atom = emitOperation(to, expr);
  to.depth -= 1;
  return atom;
}

function emitOperation(to: Emission, expr: Expr): Atom {
  switch (expr.op) {
    case "const":
      return constant(to, expr.value);
    case "ref":
      return to.bound.get(expr.id) ?? reference(to, expr.id);
    case "field":
      return bind(to, fieldOf(to, emit(to, expr.object), expr.name));
    case "optional-field": {
      const object = emit(to, expr.object);
      return bind(to, `${object} === null ? null : ${fieldOf(to, object, expr.name)}`);
    }
    case "element":
      return emitCall(to, element, [expr.object, expr.index], { origin: expr.origin });
    case "entry":
      return emitCall(to, entry, [expr.object, expr.key]);
    case "call":
      return emitBuiltin(to, expr);
    case "record":
      return emitRecord(to, expr);
    case "list":
      return emitList(to, expr);
    case "if":
      return emitIf(to, expr);
    case "and":
    case "or":
    case "coalesce":
      return emitShortCircuit(to, expr);
    case "let": {
      const value = emit(to, expr.value);
      return within(to, [[expr.id, value]], () => emit(to, expr.body));
    }
    case "for":
      return emitFor(to, expr);
    case "try":
      return emitTry(to, expr);
    default:
      return assertNever(expr);
  }
}

function emitBuiltin(to: Emission, expr: Extract<Expr, { op: "call" }>): Atom {
  const { function: name, args, origin } = expr;
  const { arity, run, inline, charges } = builtins[name];
  invariant(
    args.length >= arity[0] && args.length <= arity[1],
    `\`${name}\` has ${args.length} arguments`,
  );
  to.charges ||= charges === true;
  if (inline === undefined) {
    return emitCall(to, run, args, mayFail(name) ? { origin } : undefined);
  }
  const [a = "", b = ""] = args.map((arg) => emit(to, arg));
  return bind(to, inline(a, b, constant(to, run)));
}

/** `failing`: the call may fail, at the place that it says. */
function emitCall(
  to: Emission,
  run: (...args: never[]) => Json,
  args: readonly Expr[],
  failing?: { readonly origin: Span | undefined },
): Atom {
  const atoms = args.map((arg) => emit(to, arg));
  if (failing !== undefined) {
    mark(to, failing.origin);
  }
  return bind(to, `${constant(to, run)}(${atoms.join(", ")})`);
}

function emitRecord(to: Emission, expr: Extract<Expr, { op: "record" }>): Atom {
  const fields = expr.fields.map(({ name, value }) => `${fieldName(to, name)}: ${emit(to, value)}`);
  return bind(to, `{ ${fields.join(", ")} }`);
}

function emitList(to: Emission, expr: Extract<Expr, { op: "list" }>): Atom {
  const elements = expr.elements.map(
    ({ spread, value }) => `${spread ? "..." : ""}${emit(to, value)}`,
  );
  const list = bind(to, `[${elements.join(", ")}]`);
  if (expr.elements.some(({ spread }) => spread)) {
    charge(to, `${list}.length`);
  }
  return list;
}

function emitIf(to: Emission, expr: Extract<Expr, { op: "if" }>): Atom {
  const condition = emit(to, expr.condition);
  const result = declare(to);
  to.lines.push(`if (${condition}) {`);
  assignInBlock(to, result, expr.then);
  to.lines.push("} else {");
  assignInBlock(to, result, expr.otherwise);
  to.lines.push("}");
  return result;
}

function emitShortCircuit(
  to: Emission,
  expr: Extract<Expr, { op: "and" | "or" | "coalesce" }>,
): Atom {
  const left = emit(to, expr.left);
  const result = declare(to, left);
  const goesOn = { and: result, or: `!${result}`, coalesce: `${result} === null` }[expr.op];
  to.lines.push(`if (${goesOn}) {`);
  assignInBlock(to, result, expr.right);
  to.lines.push("}");
  return result;
}

function emitFor(to: Emission, expr: Extract<Expr, { op: "for" }>): Atom {
  const source = emit(to, expr.source);
  const result = bind(to, "[]");
  const index = fresh(to);
  const each = fresh(to);
  to.lines.push(`for (let ${index} = 0; ${index} < ${source}.length; ${index}++) {`);
  to.lines.push(`const ${each} = ${source}[${index}];`);
  const names: [string, Atom][] = [[expr.id, each]];
  if (expr.index !== null) {
    names.push([expr.index, index]);
  }
  within(to, names, () =>
    inBlock(to, () => {
      if (expr.where !== null) {
        to.lines.push(`if (!${emit(to, expr.where)}) continue;`);
      }
      to.lines.push(`${result}.push(${emit(to, expr.body)});`);
    }),
  );
  charge(to, "1");
  to.lines.push("}");
  return result;
}

function emitTry(to: Emission, expr: Extract<Expr, { op: "try" }>): Atom {
  const result = declare(to);
  const thrown = fresh(to);
  to.lines.push("try {");
  assignInBlock(to, result, expr.body);
  to.lines.push(`} catch (${thrown}) {`);
  const step = constant(to, to.step);
  const error = bind(to, `${constant(to, caughtError)}(${thrown}, ${step})`);
  within(to, [[expr.id, error]], () => assignInBlock(to, result, expr.handler));
  to.lines.push("}");
  return result;
}

function assignInBlock(to: Emission, result: Atom, expr: Expr): void {
  inBlock(to, () => to.lines.push(`${result} = ${emit(to, expr)};`));
}
