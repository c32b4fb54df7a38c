import type { NodeId, Plan, PlanArgument, PlanFunction } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { DatasetValue } from "../../compiler/ir/value.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { thrownByFunction } from "./call-failure.ts";
import type { TaskContext } from "./environment.ts";
import { elementExpr, scopeValue } from "./expression.ts";
import { createCallContext } from "./function-context.ts";
import { readFrom, readManifest } from "./read-partition.ts";
import { createDataset } from "./sdk-dataset.ts";
import { toSdk } from "./to-sdk.ts";

/** A function with its fixed arguments. */
export interface BoundFunction {
  readonly name: string;
  readonly declared: PlanFunction;
  /** Types of the free parameters, in the order in which they were named. */
  readonly free: readonly IrType[];
  /** Arguments for the free parameters, in the same order. What it throws is a `TaskError`. */
  call(first?: unknown, second?: unknown, ...rest: readonly unknown[]): unknown;
}

export interface FunctionUse {
  /** In `Plan.functions`. */
  readonly function: string;
  readonly fixed: readonly PlanArgument[];
  readonly free: readonly string[];
  readonly step: NodeId;
}

/** Loads a function and evaluates what it is given in every call. */
export async function bindFunction(
  plan: Plan,
  context: TaskContext,
  use: FunctionUse,
): Promise<BoundFunction> {
  const declared = plan.functions[use.function];
  invariant(declared !== undefined, `the plan has a function ${use.function}`);
  const loaded = await context.environment.loadFunction(declared);
  const calls = createCallContext(context, use.step);
  const positions = use.free.map((name) =>
    declared.params.findIndex((param) => param.name === name),
  );
  const args: unknown[] = [...fixedArguments(context, declared, use), calls.context];
  const [firstAt = -1, secondAt = -1, ...restAt] = positions;

  return {
    name: use.function,
    declared,
    free: positions.map((at) => declared.params[at]?.type ?? { kind: "never" }),
    call(first, second, ...rest) {
      calls.next();
      if (firstAt >= 0) {
        args[firstAt] = first;
      }
      if (secondAt >= 0) {
        args[secondAt] = second;
      }
      for (const [index, at] of restAt.entries()) {
        args[at] = rest[index];
      }
      try {
        return loaded(...args);
      } catch (error) {
        throw thrownByFunction(error);
      }
    },
  };
}

/** In the order of the parameters; undefined where one is free. */
function fixedArguments(
  context: TaskContext,
  declared: PlanFunction,
  { fixed, free, step }: FunctionUse,
): readonly unknown[] {
  const known = new Map<string, Json>();
  const lookUp = (id: string): Json => known.get(id) ?? context.lookUp(id);
  return declared.params.map((param) => {
    if (free.includes(param.name)) {
      return undefined;
    }
    const given = fixed.find((argument) => argument.name === param.name);
    const expr = given?.value ?? param.defaultValue;
    invariant(expr !== null && expr !== undefined, `\`${param.name}\` has a value`);
    const value =
      given === undefined
        ? elementExpr({ lookUp }, expr, [], step).evaluate(null)
        : scopeValue(context, expr, step);
    known.set(param.name, value);
    return argumentFor(context, param.type, value, given?.pass ?? "value");
  });
}

function argumentFor(
  context: TaskContext,
  type: IrType,
  value: Json,
  pass: PlanArgument["pass"],
): unknown {
  if (pass === "value") {
    return toSdk(context, type)(value);
  }
  invariant(
    type.kind === "list" || type.kind === "dataset" || type.kind === "stream",
    "a dataset is given as a list, a dataset or a stream",
  );
  const manifest = readManifest(context, value as unknown as DatasetValue); // by its static type
  const convert = toSdk(context, type.element);
  return pass === "list"
    ? [...readFrom(context, manifest, 0)].map(convert)
    : createDataset(context, manifest, convert);
}
