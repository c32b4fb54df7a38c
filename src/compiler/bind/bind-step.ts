import type {
  Callee,
  Expr,
  FoldStep,
  GroupStep,
  JoinStep,
  Options,
  RepeatStep,
  Step,
  StepBody,
  TrainStep,
  TypeNode,
} from "../syntax/ast.ts";
import { bindExpr } from "./bind-expression.ts";
import { bindName } from "./bind-name.ts";
import { bindType } from "./bind-type.ts";
import type { BindState } from "./bindings.ts";
import { resolveAfter, resolveCallee, resolveName, resolveWord } from "./resolve-name.ts";
import { createScope, type Scope } from "./scope.ts";

export function bindStep(state: BindState, scope: Scope, step: Step): void {
  bindBody(state, scope, step.body);
  if (step.options !== undefined) {
    bindOptions(state, scope, step.options);
  }
  for (const name of step.after) {
    resolveAfter(state, scope, name);
  }
}

function bindBody(state: BindState, scope: Scope, body: StepBody): void {
  switch (body.kind) {
    case "ReadStep":
      bindExpr(state, scope, body.source);
      bindWrittenType(state, scope, body.type);
      bindOptional(state, scope, body.into);
      return;
    case "SplitStep":
      bindExpr(state, scope, body.source);
      bindOptional(state, scope, body.unitCount);
      bindOptional(state, scope, body.into);
      return;
    case "SortStep":
      bindExpr(state, scope, body.source);
      bindOptional(state, scope, body.into);
      return;
    case "MapStep":
    case "ReduceStep":
      bindCallee(state, scope, body.callee);
      bindExpr(state, scope, body.over);
      return;
    case "FoldStep":
      bindFold(state, scope, body);
      return;
    case "ShuffleStep":
      for (const input of body.inputs) {
        bindExpr(state, scope, input.source);
      }
      bindOptional(state, scope, body.into);
      if (body.combine !== undefined) {
        bindCallee(state, scope, body.combine);
      }
      return;
    case "GroupStep":
      bindGroup(state, scope, body);
      return;
    case "JoinStep":
      bindJoin(state, scope, body);
      return;
    case "AssembleStep":
      bindExpr(state, scope, body.source);
      bindOptional(state, scope, body.fill);
      return;
    case "TrainStep":
      bindTrain(state, scope, body);
      return;
    case "RepeatStep":
      bindRepeat(state, scope, body);
      return;
    default:
      bindExpr(state, scope, body);
  }
}

function bindOptional(state: BindState, scope: Scope, expr: Expr | undefined): void {
  if (expr !== undefined) {
    bindExpr(state, scope, expr);
  }
}

function bindWrittenType(state: BindState, scope: Scope, type: TypeNode | undefined): void {
  if (type !== undefined) {
    bindType(state, type, (name) => {
      resolveName(state, scope, name);
    });
  }
}

function bindCallee(state: BindState, scope: Scope, callee: Callee): void {
  resolveCallee(state, scope, callee.name);
  for (const argument of callee.args ?? []) {
    bindExpr(state, scope, argument.value);
  }
}

/** All options are constants and words of their own but `batch`. */
function bindOptions(state: BindState, scope: Scope, options: Options): void {
  for (const option of options.entries) {
    for (const value of option.name.name === "batch" ? option.values : []) {
      if (value.kind !== "PercentLit") {
        bindExpr(state, scope, value);
      }
    }
  }
}

/** With `of`, what stands after `over` are the names of the indices that are summed away. */
function bindFold(state: BindState, scope: Scope, step: FoldStep): void {
  bindCallee(state, scope, step.callee);
  bindOptional(state, scope, step.from);
  if (step.of === undefined) {
    bindExpr(state, scope, step.over);
    return;
  }
  const inner = createScope(scope);
  const indices =
    step.over.kind === "ListExpr" ? step.over.elements.map(({ value }) => value) : [step.over];
  for (const index of indices) {
    if (index.kind === "NameExpr") {
      const name = { kind: "Identifier", name: index.name, span: index.span } as const;
      const symbol = { kind: "binder", role: "index", name, owner: step } as const;
      if (bindName(state, inner, name, symbol)) {
        state.resolutions.set(index, symbol);
      }
    } else {
      bindExpr(state, scope, index);
    }
  }
  bindExpr(state, inner, step.of);
}

function bindGroup(state: BindState, scope: Scope, step: GroupStep): void {
  bindExpr(state, scope, step.source);
  bindOptional(state, scope, step.into);
  const inner = createScope(scope);
  bindName(state, inner, step.binder, {
    kind: "binder",
    role: "element",
    name: step.binder,
    owner: step,
  });
  for (const entry of step.aggregates.entries) {
    bindAggregate(state, inner, entry.value);
  }
}

/** `sum(e)` and its like have a meaning of their own here, whatever else is called so. */
function bindAggregate(state: BindState, scope: Scope, value: Expr): void {
  if (value.kind !== "CallExpr" || value.callee.kind !== "NameExpr") {
    bindExpr(state, scope, value);
    return;
  }
  for (const argument of value.args) {
    bindExpr(state, scope, argument.value);
  }
}

/** The names of the sides are the fields of the result; nothing inside the step mentions them. */
function bindJoin(state: BindState, scope: Scope, step: JoinStep): void {
  const inner = createScope(scope);
  for (const side of step.sides) {
    bindExpr(state, scope, side.source);
    bindName(state, inner, side.binder, {
      kind: "binder",
      role: "element",
      name: side.binder,
      owner: side,
    });
  }
  bindOptional(state, scope, step.into);
}

/** Entries mix words (`bsp`), scalars of the step (`loss`) and names of the workflow: only the last are resolved. */
function bindTrain(state: BindState, scope: Scope, step: TrainStep): void {
  bindExpr(state, scope, step.init);
  bindExpr(state, scope, step.data);
  for (const value of step.options.entries.flatMap((option) => option.values)) {
    if (value.kind === "NameExpr") {
      resolveWord(state, scope, value);
    } else if (value.kind === "CallExpr") {
      if (value.callee.kind === "NameExpr") {
        resolveWord(state, scope, value.callee);
      }
      for (const argument of value.args) {
        bindExpr(state, scope, argument.value);
      }
    }
  }
}

function bindRepeat(state: BindState, scope: Scope, step: RepeatStep): void {
  bindWrittenType(state, scope, step.stateType);
  bindExpr(state, scope, step.init);
  bindExpr(state, scope, step.times);
  const withState = createScope(scope);
  bindName(state, withState, step.state, {
    kind: "binder",
    role: "state",
    name: step.state,
    owner: step,
  });
  if (step.until !== undefined) {
    bindExpr(state, withState, step.until);
  }
  const inner = createScope(withState);
  if (step.index !== undefined) {
    bindName(state, inner, step.index, {
      kind: "binder",
      role: "index",
      name: step.index,
      owner: step,
    });
  }
  state.walk.block(state, inner, step.body);
}
