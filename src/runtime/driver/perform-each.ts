import type { EachNode } from "../../compiler/ir/plan.ts";
import type { StageManifest } from "../../compiler/ir/value.ts";
import { collectValue } from "../../control/collect.ts";
import { inlineStage } from "../../control/dataset.ts";
import { type Element, eachElements, eachStage } from "../../control/each.ts";
import type { LoadedSource } from "../../control/source.ts";
import { assertNever } from "../../shared/assert-never.ts";
import type { Json } from "../../shared/json.ts";
import { ok } from "../../shared/result.ts";
import { indexPath } from "./frame.ts";
import type { Outcome, Stop } from "./outcome.ts";
import { flatten } from "./perform-stages.ts";
import {
  asJson,
  commitDataset,
  elementsOf,
  loadSource,
  placed,
  type Step,
  settle,
} from "./step.ts";
import { goesOn, type WalkRegion } from "./walk-context.ts";

/** Elements whose regions are open at once: bounds memory, while leaving workers enough to choose from. */
const WINDOW = 512;

export async function performEach(step: Step<EachNode>, walk: WalkRegion): Promise<Outcome> {
  const source = await loadSource(step, step.node.source);
  if (!source.ok) {
    return source;
  }
  const values = await valuesOf(step, source.value);
  if (!values.ok) {
    return values;
  }
  const elements = placed(step, eachElements(step.node, values.value, step.scope));
  if (!elements.ok) {
    return elements;
  }
  const results = await walkElements(step, elements.value, walk);
  return results.ok
    ? output(step, manifestOf(source.value, values.value), elements.value, results.value)
    : results;
}

/**
 * As many regions at a time as the window or the step's `concurrency` lets. The first stop ends them all, unless others may
 * go on beside a failure; even then only `continue` begins with further elements.
 */
async function walkElements(
  { context, frame, node }: Step<EachNode>,
  elements: readonly Element[],
  walk: WalkRegion,
): Promise<Outcome<readonly Json[]>> {
  const results = elements.map((): Json => null);
  const cancellation = frame.cancellation.child();
  const stopped: Stop[] = [];
  const queue = elements.entries();

  const lane = async (): Promise<void> => {
    for (const [i, { index, params }] of queue) {
      const [name = ""] = node.body.params;
      const place = {
        region: node.body,
        owner: node.id,
        at: indexPath(frame.at, index),
        element: { value: params[name] ?? null, index },
      };
      const result = await walk(context, place, params, frame, cancellation);
      if (result.ok) {
        results[i] = result.value;
      } else {
        stopped.push(result.error);
        if (result.error.kind === "cancelled" || !goesOn(context, frame)) {
          cancellation.cancel();
        }
      }
      if (stopped.length > 0 && (cancellation.cancelled || context.onFailure !== "continue")) {
        return;
      }
    }
  };

  const lanes = Math.min(elements.length, node.options.concurrency ?? WINDOW);
  await Promise.all(Array.from({ length: lanes }, lane));
  cancellation.cancel();
  const first = stopped.find(({ kind }) => kind === "failed") ?? stopped[0];
  return first === undefined ? ok(results) : { ok: false, error: first };
}

async function output(
  step: Step<EachNode>,
  manifest: StageManifest,
  elements: readonly Element[],
  results: readonly Json[],
): Promise<Outcome> {
  switch (step.node.output) {
    case "list":
      return settle(step, collectValue(results, step.node.id), 0);
    case "dataset":
      return asJson(await commitDataset(step, eachStage(manifest, elements, results), null));
    case "datasets":
      return flatten(step, results);
    default:
      return assertNever(step.node.output);
  }
}

async function valuesOf(
  step: Step<EachNode>,
  source: LoadedSource,
): Promise<Outcome<readonly Json[]>> {
  const { source: declared } = step.node;
  switch (source.kind) {
    case "dataset":
      return elementsOf(
        step,
        source.manifest,
        declared.kind === "range" ? { kind: "int" } : declared.element,
        Number.MAX_SAFE_INTEGER,
      );
    case "list":
      return ok(source.values);
    case "range":
      return ok(
        Array.from({ length: Math.max(0, source.to - source.from) }, (_, i) => source.from + i),
      );
    case "groups":
      throw new Error(`${step.node.id} runs over groups`);
    default:
      return assertNever(source);
  }
}

/** A list counts as one partition. */
function manifestOf(source: LoadedSource, values: readonly Json[]): StageManifest {
  return source.kind === "dataset" ? source.manifest : inlineStage([values]);
}
