import type { Expr } from "../../compiler/ir/expr.ts";
import type { FoldNode, Plan } from "../../compiler/ir/plan.ts";
import { compileExpr } from "../../evaluator/compile-expr.ts";
import type { Json } from "../../shared/json.ts";
import { printItem } from "../print-item.ts";
import { TaskError } from "../task-error.ts";
import { bindFunction } from "./bound-function.ts";
import { failureFrom, thrownByFunction } from "./call-failure.ts";
import { isPromise } from "./emission.ts";
import type { TaskContext } from "./environment.ts";
import { scopeValue } from "./expression.ts";
import { fromSdk } from "./from-sdk.ts";
import type { Sink } from "./sink.ts";
import { toSdk } from "./to-sdk.ts";

type Folder = (left: Json, right: Json) => Json | Promise<Json>;

export interface FoldSink extends Sink {
  /** Undefined where nothing came and there was nothing to start from. */
  value(): Json | undefined;
}

/** Folds what comes, from the left. `withFrom`: whether it starts from the node's `from`. */
export async function createFoldSink(
  plan: Plan,
  context: TaskContext,
  node: FoldNode,
  withFrom: boolean,
): Promise<FoldSink> {
  const folder = await createFolder(plan, context, node);
  let state: Json | undefined =
    withFrom && node.from !== null ? scopeValue(context, node.from, node.id) : undefined;
  return {
    push(value) {
      const next = state === undefined ? value : folder(state, value);
      if (next instanceof Promise) {
        return next.then((folded) => {
          state = folded;
        });
      }
      state = next;
      return undefined;
    },
    end: () => undefined,
    value: () => state,
  };
}

async function createFolder(plan: Plan, context: TaskContext, node: FoldNode): Promise<Folder> {
  const placed = (item: Json, error: unknown): TaskError =>
    new TaskError(failureFrom(error, { step: node.id, item: printItem(item) }), { cause: error });

  if (node.with.kind === "builtin") {
    const run = compileExpr(builtinExpr(node.with.function), ["left", "right"], { step: node.id });
    return (left, right) => {
      try {
        return run([left, right]);
      } catch (error) {
        throw placed(right, error);
      }
    };
  }
  const bound = await bindFunction(plan, context, { ...node.with, step: node.id });
  const [leftType, rightType] = bound.free;
  const toLeft = toSdk(context, leftType ?? node.input.element);
  const toRight = toSdk(context, rightType ?? node.input.element);
  const check = fromSdk(context, node.type, bound.name, "object");
  const { watch } = context;
  let elements = 1;
  const folded = (result: unknown): Json => {
    watch.leave();
    return check(result);
  };
  return (left, right) => {
    watch.enter(node.id, elements++, 1, right);
    try {
      const result = bound.call(toLeft(left), toRight(right));
      return isPromise(result)
        ? Promise.resolve(result)
            .catch((error: unknown) => {
              throw thrownByFunction(error);
            })
            .then(folded)
            .catch((error: unknown) => {
              throw placed(right, error);
            })
        : folded(result);
    } catch (error) {
      throw placed(right, error);
    }
  };
}

const builtins = {
  min: "min",
  max: "max",
  "sum.int": "add.int",
  "sum.float": "add.float",
} as const;

function builtinExpr(name: keyof typeof builtins): Expr {
  const args: readonly Expr[] = [
    { op: "ref", id: "left" },
    { op: "ref", id: "right" },
  ];
  return { op: "call", function: builtins[name], args };
}
