import type { ResolvedOptions } from "../check/check-result.ts";
import type { NodeOptions, OnError } from "../ir/plan.ts";
import type { FunctionDecl, Step } from "../syntax/ast.ts";
import type { Context } from "./context.ts";

/** Options of a step and of the function it calls; what stands `with` the step wins, word by word. */
export interface StepOptions {
  readonly step: ResolvedOptions | undefined;
  readonly node: NodeOptions;
  readonly onError: OnError | null;
}

export function optionsOf(
  context: Context,
  step: Step | undefined,
  declaration: FunctionDecl | undefined,
): StepOptions {
  const own = step === undefined ? undefined : context.tables.options.get(step);
  const declared = declaration === undefined ? undefined : context.tables.options.get(declaration);
  return {
    step: own,
    node: {
      memory: own?.memory ?? declared?.memory ?? null,
      cpu: own?.cpu ?? declared?.cpu ?? null,
      disk: own?.disk ?? declared?.disk ?? null,
      timeoutMs: own?.timeoutMs ?? declared?.timeoutMs ?? null,
      retry: own?.retry ?? declared?.retry ?? null,
      concurrency: own?.concurrency ?? declared?.concurrency ?? null,
      cache: own?.cache ?? declared?.cache ?? true,
      effect: own?.effect ?? declared?.effect ?? false,
    },
    onError: own?.onError ?? declared?.onError ?? null,
  };
}
