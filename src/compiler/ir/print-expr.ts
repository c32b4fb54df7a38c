import { assertNever } from "../../shared/assert-never.ts";
import type { BuiltinName, Expr } from "./expr.ts";

const INFIX: Partial<Record<BuiltinName, string>> = {
  "add.int": "+",
  "sub.int": "-",
  "mul.int": "*",
  "div.int": "/",
  "mod.int": "%",
  "add.float": "+.",
  "sub.float": "-.",
  "mul.float": "*.",
  "div.float": "/.",
  "mod.float": "%.",
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};

/** One line, close to the source; operators on floats carry a point (`+.`), since the Plan tells them apart. */
export function printExpr(expr: Expr): string {
  switch (expr.op) {
    case "const":
      return JSON.stringify(expr.value);
    case "ref":
      return expr.id;
    case "field":
      return `${operand(expr.object)}.${expr.name}`;
    case "optional-field":
      return `${operand(expr.object)}?.${expr.name}`;
    case "element":
      return `${operand(expr.object)}[${printExpr(expr.index)}]`;
    case "entry":
      return `${operand(expr.object)}[${printExpr(expr.key)}]`;
    case "call":
      return printCall(expr.function, expr.args);
    case "record":
      return expr.fields.length === 0
        ? "{}"
        : `{ ${expr.fields.map((field) => `${field.name}: ${printExpr(field.value)}`).join(", ")} }`;
    case "list":
      return `[${expr.elements.map((e) => `${e.spread ? "..." : ""}${printExpr(e.value)}`).join(", ")}]`;
    case "if":
      return `if ${printExpr(expr.condition)} { ${printExpr(expr.then)} } else { ${printExpr(expr.otherwise)} }`;
    case "and":
    case "or":
      return `${operand(expr.left)} ${expr.op} ${operand(expr.right)}`;
    case "coalesce":
      return `${operand(expr.left)} ?? ${operand(expr.right)}`;
    case "let":
      return `let ${expr.id} = ${printExpr(expr.value)} in ${printExpr(expr.body)}`;
    case "for": {
      const names = expr.index === null ? expr.id : `${expr.id}, ${expr.index}`;
      const where = expr.where === null ? "" : ` where ${printExpr(expr.where)}`;
      return `for ${names} in ${operand(expr.source)}${where} { ${printExpr(expr.body)} }`;
    }
    case "try":
      return `try { ${printExpr(expr.body)} } catch ${expr.id} { ${printExpr(expr.handler)} }`;
    default:
      return assertNever(expr);
  }
}

function printCall(name: BuiltinName, args: readonly Expr[]): string {
  const symbol = INFIX[name];
  const [left, right] = args;
  if (symbol !== undefined && left !== undefined && right !== undefined) {
    return `${operand(left)} ${symbol} ${operand(right)}`;
  }
  return `${name}(${args.map(printExpr).join(", ")})`;
}

/** In parentheses where the printed form has loose ends. */
function operand(expr: Expr): string {
  const text = printExpr(expr);
  const loose =
    expr.op === "and" ||
    expr.op === "or" ||
    expr.op === "coalesce" ||
    expr.op === "let" ||
    (expr.op === "call" && INFIX[expr.function] !== undefined && expr.args.length === 2);
  return loose ? `(${text})` : text;
}
