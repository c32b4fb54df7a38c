/** The shape of an exchange: how many partitions, which producers, and by which splitters a sort is partitioned. */
import { exchangeRows } from "../compiler/ir/exchange-rows.ts";
import type { ExchangeNode, OrderBy } from "../compiler/ir/plan.ts";
import type { ExchangeManifest, ProducerRuns } from "../compiler/ir/value.ts";
import { invariant } from "../shared/invariant.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import { type Comparator, compareBy } from "../shared/order.ts";
import { ok } from "../shared/result.ts";
import { type Answer, wholeNumber } from "./answer.ts";
import { type ExchangeLimits, isTooWide } from "./regroup.ts";
import { skewOf } from "./skew.ts";
import { type LoadedSource, sourceWidth } from "./source.ts";
import { listedWork, type StageWork, workOverInputs } from "./stage-work.ts";

/** Keys sampled for each partition to be made: enough that, with high probability, none is twice its fair share. */
export const SAMPLES_PER_PARTITION = 100;

/** `into`, else as many as the first input has; at least one, for an empty input has an empty output. */
export function exchangePartitions(
  node: ExchangeNode,
  scope: JsonObject,
  sources: readonly LoadedSource[],
): Answer<number> {
  if (node.into !== null) {
    return wholeNumber(node, node.into, scope, "into", 1);
  }
  const [first] = sources;
  return ok(first === undefined ? 1 : Math.max(1, sourceWidth(first)));
}

export function produceWork(
  sources: readonly LoadedSource[],
  partitions: number,
  splitters: readonly Json[] | null,
): StageWork {
  return workOverInputs(sources, (input, index, producers) => ({
    kind: "produce",
    input,
    index,
    source: producers.at(index),
    partitions,
    splitters,
  }));
}

/** Empty where there is nothing to choose: a hash partition, or a single partition. */
export function sampleWork(
  node: ExchangeNode,
  sources: readonly LoadedSource[],
  partitions: number,
): StageWork {
  if (node.partition === "hash" || partitions === 1) {
    return listedWork([]);
  }
  const producers = sources.reduce((total, source) => total + sourceWidth(source), 0);
  const size = Math.ceil((SAMPLES_PER_PARTITION * partitions) / Math.max(1, producers));
  return workOverInputs(sources, (input, index, inputs) => ({
    kind: "sample",
    input,
    index,
    source: inputs.at(index),
    size,
  }));
}

/**
 * Keys that begin partitions `1..partitions`, at even distances in the sorted sample (DeWitt, Naughton, Schneider 1991,
 * "Parallel sorting on a shared-nothing architecture using probabilistic splitting"). A key is the list of the values
 * that the order names, in its order. Fewer where the sample is too small; equal ones leave partitions empty.
 */
export function chooseSplitters(
  order: readonly OrderBy[],
  samples: readonly Json[],
  partitions: number,
): readonly Json[] {
  const sorted = samples.toSorted(compareKeys(order));
  if (sorted.length === 0) {
    return [];
  }
  return Array.from({ length: partitions - 1 }, (_, i) => {
    const splitter = sorted[Math.floor(((i + 1) * sorted.length) / partitions)];
    return splitter ?? null;
  });
}

export function exchangeManifest(
  node: ExchangeNode,
  sources: readonly LoadedSource[],
  partitions: number,
  runs: readonly ProducerRuns[],
): ExchangeManifest {
  let next = 0;
  return {
    schema: 1,
    partitions,
    inputs: sources.map((source, input) => {
      const producers = runs.slice(next, next + sourceWidth(source));
      next += producers.length;
      return { ...exchangeRows(node, input), producers: producers.map(withoutHeavy) };
    }),
    skew: skewOf(runs, partitions),
  };
}

/** What is heavy is told of all producers together. */
const withoutHeavy = ({ key, offsets, records, checksums }: ProducerRuns): ProducerRuns => ({
  key,
  offsets,
  records,
  checksums,
});

/** The inputs that go over the limits. */
export function wideInputs(
  { inputs, partitions }: ExchangeManifest,
  limits: ExchangeLimits,
): readonly number[] {
  return inputs.flatMap((input, i) => (isTooWide(input, partitions, limits) ? [i] : []));
}

/** With what the tasks of `regroupWork` made in the place of what they read. */
export function regroupedManifest(
  manifest: ExchangeManifest,
  work: StageWork,
  runs: readonly ProducerRuns[],
): ExchangeManifest {
  const made = new Map<number, ProducerRuns[]>();
  for (const [i, producer] of runs.entries()) {
    const task = work.at(i);
    invariant(task.kind === "regroup", "the runs are those of regrouping");
    made.set(task.input, [...(made.get(task.input) ?? []), producer]);
  }
  return {
    ...manifest,
    inputs: manifest.inputs.map((input, i) => ({
      ...input,
      producers: made.get(i) ?? input.producers,
    })),
  };
}

function compareKeys(order: readonly OrderBy[]): Comparator {
  return compareBy(order.map(({ descending }, i) => ({ path: [String(i)], descending })));
}
