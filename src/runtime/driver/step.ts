/** What performing any node needs: its tasks run, its datasets committed, its sources loaded, its failures placed. */
import type { PlanNode, StageSource } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type {
  DatasetValue,
  ExchangeManifest,
  GroupsValue,
  Partition,
  Slice,
  StageManifest,
} from "../../compiler/ir/value.ts";
import type { Answer } from "../../control/answer.ts";
import type { Collected, Results } from "../../control/collect.ts";
import { listOf } from "../../control/collect.ts";
import { datasetValue } from "../../control/dataset.ts";
import { inlineElements, takeWork } from "../../control/elements.ts";
import { evaluateSource, type LoadedSource } from "../../control/source.ts";
import { listedWork, type StageWork } from "../../control/stage-work.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { err, ok } from "../../shared/result.ts";
import { decisionKey, stageManifestKey } from "../keys.ts";
import type { RunEventOf } from "../run-event.ts";
import { failureOf } from "../task-error.ts";
import { decode } from "../values/decode.ts";
import { holdsFloats } from "../values/holds-floats.ts";
import type { Frame } from "./frame.ts";
import { withElement } from "./item-of-frame.ts";
import { failedAt, type Outcome } from "./outcome.ts";
import type { WalkContext } from "./walk-context.ts";

/** A node about to be performed, with the values of all it mentions. */
export interface Step<Node extends PlanNode> {
  readonly context: WalkContext;
  readonly frame: Frame;
  readonly node: Node;
  readonly scope: JsonObject;
}

type AnyStep = Step<PlanNode>;

/** Reports the step around `body`, which runs its tasks; `details` is asked for when it is done. */
export async function reported<T>(
  { context, frame, node }: AnyStep,
  body: () => Promise<Outcome<T>>,
  details: () => Pick<RunEventOf<"step-finished">, "skew"> = () => ({}),
): Promise<Outcome<T>> {
  const { report, clock } = context;
  const place = { step: node.id, at: frame.at };
  report({ kind: "step-started", ...place, time: clock.now() });
  const outcome = await body();
  if (outcome.ok) {
    report({ kind: "step-finished", ...place, ...details(), time: clock.now() });
  } else if (outcome.error.kind === "failed") {
    report({ kind: "step-failed", ...place, failure: outcome.error.failure, time: clock.now() });
  } else {
    report({ kind: "step-cancelled", ...place, time: clock.now() });
  }
  return outcome;
}

export async function runTasks(step: AnyStep, work: StageWork): Promise<Outcome<Results>> {
  const { context, frame, node, scope } = step;
  const { at, guarded, cancellation } = frame;
  const priority = context.priorities.of(node.id);
  const request = { node, at, scope, work, priority, guarded };
  const outcome = await context.tasks.run(request, cancellation);
  return outcome.ok || outcome.error.kind === "cancelled"
    ? outcome
    : err({ ...outcome.error, failure: withElement(frame, outcome.error.failure) });
}

/** An answer of control as the outcome of the step it was asked for. */
export function placed<T>({ node, frame }: AnyStep, answer: Answer<T>): Outcome<T> {
  return answer.ok ? answer : failedAt(node, frame.at, withElement(frame, answer.error));
}

/** `tasks`: how many it took. */
export async function settle(
  step: AnyStep,
  answer: Answer<Collected>,
  tasks: number,
): Promise<Outcome> {
  if (!answer.ok) {
    return placed(step, answer);
  }
  const collected = answer.value;
  if (collected.kind === "value") {
    return tasks > 1 ? commitValue(step, collected.value, tasks) : ok(collected.value);
  }
  if (collected.kind === "dataset") {
    return asJson(await commitDataset(step, collected.manifest, null));
  }
  const fields: [string, Json][] = [];
  for (const { name, manifest } of collected.streams) {
    const dataset = asJson(await commitDataset(step, manifest, name));
    if (!dataset.ok) {
      return dataset;
    }
    fields.push([name, dataset.value]);
  }
  return ok(Object.fromEntries(fields));
}

/** So that whoever goes on with the run need not read what its tasks have given. */
async function commitValue(step: AnyStep, value: Json, tasks: number): Promise<Outcome> {
  const { context, frame, node } = step;
  const key = decisionKey(context.run, node.id, frame.at, "value");
  const committed = placed(step, await context.committer.commit(key, { value, tasks }));
  return committed.ok ? restored(step, committed.value.value, node.type) : committed;
}

export async function commitDataset(
  step: AnyStep,
  manifest: StageManifest,
  stream: string | null,
): Promise<Outcome<DatasetValue>> {
  const { context, frame, node } = step;
  const key = stageManifestKey(context.run, node.id, frame.at, stream);
  const committed = placed(step, await context.committer.commit(key, manifest));
  return committed.ok ? ok(datasetValue(key, committed.value)) : committed;
}

export async function loadDataset(
  step: AnyStep,
  dataset: DatasetValue,
): Promise<Outcome<StageManifest>> {
  return placed(step, await step.context.committer.read<StageManifest>(dataset.manifest));
}

export async function loadSource(
  step: AnyStep,
  source: StageSource,
): Promise<Outcome<LoadedSource>> {
  const evaluated = placed(step, evaluateSource(step.node, source, step.scope));
  if (!evaluated.ok) {
    return evaluated;
  }
  switch (evaluated.value.kind) {
    case "dataset": {
      const manifest = await loadDataset(step, evaluated.value.dataset);
      const exact =
        manifest.ok && source.kind === "dataset" && holdsFloats(source.element)
          ? inlineRestored(step, manifest.value, source.element)
          : manifest;
      return exact.ok ? ok({ kind: "dataset", manifest: exact.value }) : exact;
    }
    case "groups": {
      const { committer } = step.context;
      const key = evaluated.value.groups.manifest;
      const manifest = placed(step, await committer.read<ExchangeManifest>(key));
      return manifest.ok ? ok({ kind: "groups", manifest: manifest.value }) : manifest;
    }
    default:
      return ok(evaluated.value);
  }
}

/** The first `count` elements of a dataset, by a task where they do not stand in its manifest. */
export async function elementsOf(
  step: AnyStep,
  manifest: StageManifest,
  element: IrType,
  count: number,
): Promise<Outcome<readonly Json[]>> {
  const inline = inlineElements(manifest, count);
  if (inline !== undefined) {
    return elementsRestored(step, inline, element);
  }
  const results = await runTasks(step, listedWork([takeWork(manifest, count)]));
  return results.ok ? ok(listOf(results.value)) : results;
}

/** A value of `type` that may have been read from the store, where NaN and the infinities are strings. */
export function restored(step: AnyStep, value: Json, type: IrType): Outcome {
  const decoded = decode(value, type);
  return decoded.ok
    ? decoded
    : placed(
        step,
        err(failureOf("store", `a committed value is damaged: ${decoded.error.message}`)),
      );
}

/** As `restored`, of the values that stand in a manifest itself. */
function inlineRestored(
  step: AnyStep,
  manifest: StageManifest,
  element: IrType,
): Outcome<StageManifest> {
  const partitions: Partition[] = [];
  for (const partition of manifest.partitions) {
    const slices: Slice[] = [];
    for (const slice of partition.slices) {
      const values =
        slice.kind === "inline" ? elementsRestored(step, slice.values, element) : undefined;
      if (values?.ok === false) {
        return values;
      }
      slices.push(values === undefined ? slice : { kind: "inline", values: values.value });
    }
    partitions.push({ ...partition, slices });
  }
  return ok({ ...manifest, partitions });
}

function elementsRestored(
  step: AnyStep,
  values: readonly Json[],
  element: IrType,
): Outcome<readonly Json[]> {
  const elements: Json[] = [];
  for (const value of values) {
    const exact = restored(step, value, element);
    if (!exact.ok) {
      return exact;
    }
    elements.push(exact.value);
  }
  return ok(elements);
}

/** References are JSON: their fields are. */
export function asJson(outcome: Outcome<DatasetValue> | Outcome<GroupsValue>): Outcome {
  return outcome.ok ? ok({ ...outcome.value }) : outcome;
}
