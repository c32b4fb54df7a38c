import { report } from "../../diagnostics/report.ts";
import type { RepeatStep } from "../../syntax/ast.ts";
import { bareExpr } from "../../syntax/bare.ts";
import { type CheckContext, noReason, type Reason } from "../check-context.ts";
import { resolveType } from "../resolve-type.ts";
import { boolType, containsType, intType, type Type, widened } from "../type.ts";

export function checkRepeat(context: CheckContext, step: RepeatStep): Type {
  const state = stateType(context, step);
  context.walk.require(context, step.times, intType, noReason);
  const times = bareExpr(step.times);
  if (times.kind === "UnaryExpr" && times.operator === "-") {
    report(context.sink, "FLOW3050", step.times.span, { what: "number of rounds", minimum: 0 });
  }
  context.tables.names.set(step.state, state);
  if (step.index !== undefined) {
    context.tables.names.set(step.index, intType);
  }
  const why: Reason = {
    span: step.stateType?.span ?? step.init.span,
    text: step.stateType === undefined ? "the state begins with this" : "the state has this type",
  };
  context.walk.block(context, step.body, { type: state, why });
  if (step.until !== undefined) {
    const before = context.effects;
    context.walk.require(context, step.until, boolType, noReason);
    if (context.effects !== before) {
      report(
        context.sink,
        "FLOW3032",
        step.until.span,
        { place: "`until`" },
        {
          hint: "Compute it in the body and make it a field of the state.",
        },
      );
    }
  }
  context.effects++;
  return state;
}

/** As written, else what `init` is; a first value that says too little (null, an empty list) must be annotated. */
function stateType(context: CheckContext, step: RepeatStep): Type {
  if (step.stateType !== undefined) {
    const type = resolveType(context, step.stateType);
    context.walk.require(context, step.init, type, {
      span: step.stateType.span,
      text: "the state has this type",
    });
    return type;
  }
  const type = widened(context.walk.infer(context, step.init));
  if (containsType(type, ({ kind }) => kind === "never" || kind === "null")) {
    report(
      context.sink,
      "FLOW3063",
      step.init.span,
      {},
      {
        hint: `Write the type of the state: \`repeat ${step.state.name}: T = ...\`.`,
      },
    );
    return { kind: "error" };
  }
  return type;
}
