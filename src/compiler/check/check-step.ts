import type { Step, StepBody } from "../syntax/ast.ts";
import { isExpr } from "../syntax/bare.ts";
import { assign } from "./assign.ts";
import type { CheckContext, Expected } from "./check-context.ts";
import { checkStepOptions } from "./options/check-options.ts";
import { checkFold } from "./steps/check-fold.ts";
import { checkGroup } from "./steps/check-group.ts";
import { checkJoin } from "./steps/check-join.ts";
import { checkMap } from "./steps/check-map.ts";
import { checkRead } from "./steps/check-read.ts";
import { checkReduce } from "./steps/check-reduce.ts";
import { checkRepeat } from "./steps/check-repeat.ts";
import { checkShuffle } from "./steps/check-shuffle.ts";
import { checkSort } from "./steps/check-sort.ts";
import { checkSplit } from "./steps/check-split.ts";
import { checkUnavailable } from "./steps/check-unavailable.ts";
import { errorType, type Type } from "./type.ts";

type StepOnly = Exclude<StepBody, import("../syntax/ast.ts").Expr>;

type StepChecks = {
  readonly [K in StepOnly["kind"]]: (
    context: CheckContext,
    step: Extract<StepOnly, { kind: K }>,
  ) => Type;
};

/** One file per construct. */
const checks: StepChecks = {
  ReadStep: checkRead,
  SplitStep: checkSplit,
  SortStep: checkSort,
  MapStep: checkMap,
  ReduceStep: checkReduce,
  FoldStep: checkFold,
  ShuffleStep: checkShuffle,
  GroupStep: checkGroup,
  JoinStep: checkJoin,
  RepeatStep: checkRepeat,
  AssembleStep: (context, step) => checkUnavailable(context, step.span, "assemble"),
  TrainStep: (context, step) => checkUnavailable(context, step.span, "train"),
};

export function checkStep(context: CheckContext, step: Step, expected: Expected | undefined): Type {
  const before = context.effects;
  if (step.after.length > 0) {
    context.effects++;
  }
  const type = checkBody(context, step.body, expected);
  context.tables.types.set(step, type);
  if (step.options !== undefined) {
    checkStepOptions(context, step, step.options);
  }
  if (context.effects !== before && isExpr(step.body)) {
    context.tables.effectful.add(step.body);
  }
  return type;
}

function checkBody(context: CheckContext, body: StepBody, expected: Expected | undefined): Type {
  if (isExpr(body)) {
    return context.walk.check(context, body, expected);
  }
  const before = context.effects;
  const type = runCheck(context, body);
  context.tables.types.set(body, type);
  if (context.effects !== before) {
    context.tables.effectful.add(body);
  }
  return expected?.why === undefined || assign(context, body, type, expected.type, expected.why)
    ? type
    : errorType;
}

function runCheck<K extends StepOnly["kind"]>(
  context: CheckContext,
  step: Extract<StepOnly, { kind: K }>,
): Type {
  return checks[step.kind](context, step);
}
