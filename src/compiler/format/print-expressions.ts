import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type {
  Argument,
  BinaryExpr,
  BinaryOperator,
  Expr,
  ListElement,
  OrderKey,
  ParenExpr,
  RangeExpr,
  RecordExpr,
  RecordField,
  RecordSpread,
  StepBody,
} from "../syntax/ast.ts";
import { isExpr } from "../syntax/bare.ts";
import { concat, type Doc, hang, nothing, space } from "./doc.ts";
import { printFor, printIf, printTry } from "./print-control.ts";
import {
  brackets,
  curlies,
  type ListStyle,
  parentheses,
  printEnclosed,
  printList,
} from "./print-lists.ts";
import type { Printer } from "./printer.ts";

export function printExpr(p: Printer, node: Expr): Doc {
  const { cursor } = p;
  switch (node.kind) {
    case "IntExpr":
    case "FloatExpr":
    case "BoolExpr":
    case "NullExpr":
    case "NameExpr":
      return cursor.takeAny();
    case "UnitExpr":
      return cursor.takeAny(printQuantity);
    case "StringExpr":
      return cursor.takeVerbatim(node.span.end);
    case "MemberExpr":
      return concat([
        printExpr(p, node.object),
        cursor.take(node.optional ? "?." : "."),
        cursor.takeAny(),
      ]);
    case "CallExpr":
      return concat([printExpr(p, node.callee), printArguments(p, node.args)]);
    case "IndexExpr":
      return concat([printExpr(p, node.object), printList(p, brackets, node.indices, p.expr)]);
    case "UnaryExpr": {
      const operator = cursor.take(node.operator);
      const gap = node.operator === "not" ? space : nothing;
      return concat([operator, gap, printExpr(p, node.operand)]);
    }
    case "BinaryExpr":
      return printChain(p, node);
    case "RangeExpr":
      return printRange(p, node);
    case "ParenExpr":
      return printParentheses(p, node);
    case "ListExpr":
      return printList(p, brackets, node.elements, (element) => printElement(p, element));
    case "RecordExpr":
      return printRecord(p, node, curlies);
    case "IfExpr":
      return printIf(p, node);
    case "ForExpr":
      return printFor(p, node);
    case "TryExpr":
      return printTry(p, node);
    case "MissingExpr":
      invariant(false, "a file with mistakes is not formatted");
      break;
    default:
      return assertNever(node);
  }
}

export function printArguments(p: Printer, args: readonly Argument[]): Doc {
  const [sole, ...others] = args;
  if (sole !== undefined && others.length === 0 && isBareStep(sole.value)) {
    return printEnclosed(p, () => printArgument(p, sole, printBareStep));
  }
  const isBracketed = sole?.value.kind === "RecordExpr" || sole?.value.kind === "ListExpr";
  const hugs = isBracketed && others.length === 0 && sole.name === undefined;
  return printList(p, { ...parentheses, hugs }, args, (argument) => printArgument(p, argument));
}

export function printRecord(p: Printer, node: RecordExpr, style: ListStyle): Doc {
  return printList(p, style, node.entries, (entry) => printEntry(p, entry));
}

function printArgument(
  p: Printer,
  { name, value }: Argument,
  printValue: (p: Printer, value: Expr) => Doc = printExpr,
): Doc {
  return name === undefined
    ? printValue(p, value)
    : concat([p.cursor.takeAny(), p.cursor.take(":"), space, printValue(p, value)]);
}

/** Without parentheses of its own, unless they carry comments. */
function printBareStep(p: Printer, value: Expr): Doc {
  if (value.kind !== "ParenExpr") {
    return printExpr(p, value);
  }
  const { step } = value;
  if (value.span.start === step.span.start) {
    return p.step(step);
  }
  return p.cursor.skipOpening()
    ? concat([
        isExpr(step.body) ? printBareStep(p, step.body) : p.step(step),
        p.cursor.skipClosing(),
      ])
    : printParentheses(p, value);
}

function printElement(p: Printer, { spread, value }: ListElement): Doc {
  return concat([spread ? p.cursor.take("...") : nothing, printExpr(p, value)]);
}

function printEntry(p: Printer, entry: RecordField | RecordSpread): Doc {
  const { cursor } = p;
  if (entry.kind === "RecordSpread") {
    return concat([cursor.take("..."), printExpr(p, entry.value)]);
  }
  const name = cursor.takeAny();
  return entry.shorthand
    ? name
    : concat([name, cursor.take(":"), space, printExpr(p, entry.value)]);
}

/** `512 MB`. */
function printQuantity(image: string): string {
  return image.replace(/[ \t]*([A-Za-z]+)$/, " $1");
}

const precedences = {
  or: 1,
  and: 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  "??": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
} as const satisfies Readonly<Record<BinaryOperator, number>>;

/** Operators of one precedence break together. */
function printChain(p: Printer, node: BinaryExpr): Doc {
  const links: BinaryExpr[] = [];
  let first: Expr = node;
  while (
    first.kind === "BinaryExpr" &&
    precedences[first.operator] === precedences[node.operator]
  ) {
    links.push(first);
    first = first.left;
  }
  const head = printExpr(p, first);
  return hang(
    head,
    links
      .toReversed()
      .map(({ operator, right }) => concat([p.cursor.take(operator), space, printExpr(p, right)])),
  );
}

/** `0..n`, but `1 GB .. 4 GB`. */
function printRange(p: Printer, { from, to }: RangeExpr): Doc {
  const gap = from.kind === "UnitExpr" || to.kind === "UnitExpr" ? space : nothing;
  return concat([printExpr(p, from), gap, p.cursor.take(".."), gap, printExpr(p, to)]);
}

/** Whether the parentheses of a call that has it as its only argument are enough for a step. */
function isBareStep(value: Expr): value is ParenExpr {
  if (value.kind !== "ParenExpr") {
    return false;
  }
  const { body, options, after } = value.step;
  if (body.kind === "ParenExpr") {
    return options === undefined && after.length === 0 && isBareStep(body);
  }
  return !isExpr(body) && after.length < 2 && ordersOf(body).every((by) => by.length < 2);
}

function ordersOf(body: StepBody): readonly (readonly OrderKey[])[] {
  switch (body.kind) {
    case "SortStep":
      return [body.by];
    case "ShuffleStep":
      return body.inputs.map(({ sortBy }) => sortBy);
    default:
      return [];
  }
}

/** Doubled parentheses that carry no comments become single ones; those of a call count as one pair. */
function printParentheses(p: Printer, { step }: ParenExpr): Doc {
  const { body, options, after } = step;
  const isDoubled = body.kind === "ParenExpr" && options === undefined && after.length === 0;
  if (isDoubled && p.cursor.skipOpening()) {
    return concat([printParentheses(p, body), p.cursor.skipClosing()]);
  }
  return printEnclosed(p, () => p.step(step));
}
