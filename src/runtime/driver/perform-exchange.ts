import type { ExchangeNode } from "../../compiler/ir/plan.ts";
import type { ExchangeManifest, Skew } from "../../compiler/ir/value.ts";
import { listOf, runsOf } from "../../control/collect.ts";
import { groupsValue } from "../../control/dataset.ts";
import {
  chooseSplitters,
  exchangeManifest,
  exchangePartitions,
  produceWork,
  regroupedManifest,
  sampleWork,
  wideInputs,
} from "../../control/exchange.ts";
import { regroupWork } from "../../control/regroup.ts";
import type { LoadedSource } from "../../control/source.ts";
import type { Json } from "../../shared/json.ts";
import { ok } from "../../shared/result.ts";
import { exchangeManifestKey } from "../keys.ts";
import type { Outcome } from "./outcome.ts";
import { asJson, loadSource, placed, reported, runTasks, type Step } from "./step.ts";

export function performExchange(step: Step<ExchangeNode>): Promise<Outcome> {
  let skew: Skew | null = null;
  const perform = async (): Promise<Outcome> => {
    const sources: LoadedSource[] = [];
    for (const input of step.node.inputs) {
      const source = await loadSource(step, input.source);
      if (!source.ok) {
        return source;
      }
      sources.push(source.value);
    }
    const partitions = placed(step, exchangePartitions(step.node, step.scope, sources));
    if (!partitions.ok) {
      return partitions;
    }
    const manifest = await produce(step, sources, partitions.value);
    if (!manifest.ok) {
      return manifest;
    }
    const { context, frame, node } = step;
    const key = exchangeManifestKey(context.run, node.id, frame.at);
    const committed = placed(step, await context.committer.commit(key, manifest.value));
    if (!committed.ok) {
      return committed;
    }
    skew = committed.value.skew;
    return asJson(ok(groupsValue(key, committed.value)));
  };
  return reported(step, perform, () => (skew === null ? {} : { skew }));
}

async function produce(
  step: Step<ExchangeNode>,
  sources: readonly LoadedSource[],
  partitions: number,
): Promise<Outcome<ExchangeManifest>> {
  const splitters = await sample(step, sources, partitions);
  if (!splitters.ok) {
    return splitters;
  }
  const results = await runTasks(step, produceWork(sources, partitions, splitters.value));
  if (!results.ok) {
    return results;
  }
  return regroup(step, exchangeManifest(step.node, sources, partitions, runsOf(results.value)));
}

/** By tasks in between where there are too many ranges for each consumer to read. */
async function regroup(
  step: Step<ExchangeNode>,
  manifest: ExchangeManifest,
): Promise<Outcome<ExchangeManifest>> {
  const wide = wideInputs(manifest, step.context.exchangeLimits);
  if (wide.length === 0) {
    return ok(manifest);
  }
  const work = regroupWork(manifest.inputs, wide, manifest.partitions);
  const results = await runTasks(step, work);
  return results.ok ? ok(regroupedManifest(manifest, work, runsOf(results.value))) : results;
}

/** Null where the exchange is by hash. */
async function sample(
  step: Step<ExchangeNode>,
  sources: readonly LoadedSource[],
  partitions: number,
): Promise<Outcome<readonly Json[] | null>> {
  if (step.node.partition === "hash") {
    return ok(null);
  }
  const work = sampleWork(step.node, sources, partitions);
  if (work.count === 0) {
    return ok([]);
  }
  const samples = await runTasks(step, work);
  const order = step.node.inputs[0]?.order ?? [];
  return samples.ok ? ok(chooseSplitters(order, listOf(samples.value), partitions)) : samples;
}
