/** Precedence: a flat row of operands and operators becomes a tree. */
import type { TokenType } from "chevrotain";
import { invariant } from "../../shared/invariant.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ReportDetails, report } from "../diagnostics/report.ts";
import type { SourceFile } from "../source/source-file.ts";
import { joinSpans, type Span } from "../source/span.ts";
import type { BinaryOperator, Expr } from "./ast.ts";
import { T, type Token, tokenSpan } from "./tokens.ts";

/** `not` binds looser than comparisons, so it belongs to the row and not to its operand. */
export interface Operand {
  readonly nots: readonly Token[];
  readonly expr: Expr;
}

interface OperatorInfo {
  readonly text: BinaryOperator | "..";
  /** The higher, the tighter. */
  readonly precedence: number;
  readonly chains: boolean;
}

const precedenceOfNot = 3;

const operators: ReadonlyMap<TokenType, OperatorInfo> = new Map<TokenType, OperatorInfo>([
  [T.Or, { text: "or", precedence: 1, chains: true }],
  [T.And, { text: "and", precedence: 2, chains: true }],
  [T.EqualEqual, { text: "==", precedence: 4, chains: false }],
  [T.BangEqual, { text: "!=", precedence: 4, chains: false }],
  [T.Less, { text: "<", precedence: 4, chains: false }],
  [T.LessEqual, { text: "<=", precedence: 4, chains: false }],
  [T.Greater, { text: ">", precedence: 4, chains: false }],
  [T.GreaterEqual, { text: ">=", precedence: 4, chains: false }],
  [T.QuestionQuestion, { text: "??", precedence: 5, chains: true }],
  [T.DotDot, { text: "..", precedence: 6, chains: false }],
  [T.Plus, { text: "+", precedence: 7, chains: true }],
  [T.Minus, { text: "-", precedence: 7, chains: true }],
  [T.Star, { text: "*", precedence: 8, chains: true }],
  [T.Slash, { text: "/", precedence: 8, chains: true }],
  [T.Modulo, { text: "%", precedence: 8, chains: true }],
]);

/** Loosest first, for the generated grammar. */
export const precedenceLevels: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["not"],
  ["==", "!=", "<", "<=", ">", ">="],
  ["??"],
  [".."],
  ["+", "-"],
  ["*", "/", "%"],
];

/** `row` has one operand more than there are `signs`, and at least one. */
export function buildOperators(
  file: SourceFile,
  row: readonly Operand[],
  signs: readonly Token[],
  sink: Diagnostic[],
): Expr {
  let at = 0;
  let notsTaken = 0;
  return parseLevel(0);

  function parseLevel(loosest: number): Expr {
    let left = parseOperand(loosest);
    let isChain = false;
    for (;;) {
      const info = infoOf(signs[at]);
      if (info === undefined || info.precedence < loosest) {
        return left;
      }
      at++;
      notsTaken = 0;
      const right = parseLevel(info.precedence + 1);
      left = isChain ? combineChain(info, left, right) : combine(info, left, right);
      const next = signs[at];
      isChain = !info.chains && infoOf(next)?.precedence === info.precedence;
      if (isChain && next !== undefined) {
        reportChain(next, right.span);
      }
    }
  }

  function parseOperand(loosest: number): Expr {
    const operand = row[at];
    invariant(operand !== undefined, "there is an operand on either side of an operator");
    const not = operand.nots[notsTaken];
    if (not === undefined) {
      return operand.expr;
    }
    notsTaken++;
    const span = tokenSpan(file, not);
    if (loosest > precedenceOfNot) {
      report(sink, "FLOW1029", span, {}, { hint: "Put parentheses around `not` and its operand." });
    }
    const negated = parseLevel(precedenceOfNot);
    return {
      kind: "UnaryExpr",
      span: joinSpans(span, negated.span),
      operator: "not",
      operand: negated,
    };
  }

  function combine(info: OperatorInfo, left: Expr, right: Expr): Expr {
    const span = joinSpans(left.span, right.span);
    return info.text === ".."
      ? { kind: "RangeExpr", span, from: left, to: right }
      : { kind: "BinaryExpr", span, operator: info.text, left, right };
  }

  /** What `a < b < c` and `a..b..c` were meant to be, without a second reading of `b`. */
  function combineChain(info: OperatorInfo, left: Expr, right: Expr): Expr {
    const span = joinSpans(left.span, right.span);
    if (left.kind === "RangeExpr") {
      return { kind: "RangeExpr", span, from: left.from, to: right };
    }
    const middle: Expr = {
      kind: "MissingExpr",
      span: { ...span, start: left.span.end, end: left.span.end },
    };
    return { kind: "BinaryExpr", span, operator: "and", left, right: combine(info, middle, right) };
  }

  function reportChain(sign: Token, middle: Span): void {
    const span = tokenSpan(file, sign);
    const newText = `and ${file.text.slice(middle.start, middle.end)} `;
    const edits = [{ span: { ...span, end: span.start }, newText }];
    const details: ReportDetails = {
      hint: "Join two comparisons with `and`.",
      fixes: [{ title: "Join with `and`", applicability: "suggested", edits }],
    };
    const isRange = sign.tokenType === T.DotDot;
    report(sink, "FLOW1017", span, { operator: sign.image }, isRange ? {} : details);
  }
}

function infoOf(sign: Token | undefined): OperatorInfo | undefined {
  return sign === undefined ? undefined : operators.get(sign.tokenType);
}
