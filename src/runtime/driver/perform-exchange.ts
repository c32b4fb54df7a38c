import type { ExchangeNode } from "../../compiler/ir/plan.ts";
import { listOf, runsOf } from "../../control/collect.ts";
import { groupsValue } from "../../control/dataset.ts";
import {
  chooseSplitters,
  exchangeManifest,
  exchangePartitions,
  produceWork,
  sampleWork,
} from "../../control/exchange.ts";
import type { LoadedSource } from "../../control/source.ts";
import type { Json } from "../../shared/json.ts";
import { ok } from "../../shared/result.ts";
import { exchangeManifestKey } from "../keys.ts";
import type { Outcome } from "./outcome.ts";
import { asJson, loadSource, placed, reported, runTasks, type Step } from "./step.ts";

export function performExchange(step: Step<ExchangeNode>): Promise<Outcome> {
  return reported(step, async () => {
    const sources: LoadedSource[] = [];
    for (const input of step.node.inputs) {
      const source = await loadSource(step, input.source);
      if (!source.ok) {
        return source;
      }
      sources.push(source.value);
    }
    const partitions = placed(step, exchangePartitions(step.node, step.scope, sources));
    return partitions.ok ? produce(step, sources, partitions.value) : partitions;
  });
}

async function produce(
  step: Step<ExchangeNode>,
  sources: readonly LoadedSource[],
  partitions: number,
): Promise<Outcome> {
  const { context, frame, node } = step;
  const splitters = await sample(step, sources, partitions);
  if (!splitters.ok) {
    return splitters;
  }
  const results = await runTasks(step, produceWork(sources, partitions, splitters.value));
  if (!results.ok) {
    return results;
  }
  const manifest = exchangeManifest(node, sources, partitions, runsOf(results.value));
  const key = exchangeManifestKey(context.run, node.id, frame.at);
  const committed = placed(step, await context.committer.commit(key, manifest));
  return committed.ok ? asJson(ok(groupsValue(key, committed.value))) : committed;
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
