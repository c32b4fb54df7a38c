/** The map side of an exchange: where the elements of one task go. */

import { exchangeRows } from "../../compiler/ir/exchange-rows.ts";
import type { ExchangeInput, ExchangeNode, Plan } from "../../compiler/ir/plan.ts";
import type { ProducerRuns } from "../../compiler/ir/value.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { hasNull, keyReader, partitionOf } from "../rows/key.ts";
import { after } from "../runs/after.ts";
import { type Combination, createCombiningProducer } from "../runs/combining-producer.ts";
import type { Producer } from "../runs/producer.ts";
import { runOrder } from "../runs/run-order.ts";
import { createSortingProducer } from "../runs/sorting-producer.ts";
import type { TaskWork } from "../task.ts";
import { createAggregation } from "./aggregate.ts";
import { createCombiner } from "./combiner.ts";
import type { TaskContext } from "./environment.ts";
import { rangePartitioner } from "./range-partitioner.ts";
import { producerPlace } from "./run-place.ts";
import type { Sink } from "./sink.ts";

export interface ProducerSink extends Sink {
  /** Once it has ended. */
  runs(): ProducerRuns;
}

export async function createProducerSink(
  plan: Plan,
  context: TaskContext,
  node: ExchangeNode,
  work: Extract<TaskWork, { kind: "produce" }>,
): Promise<ProducerSink> {
  const input = node.inputs[work.input];
  invariant(input !== undefined, `${node.id} has an input ${work.input}`);
  const pushing = await pusher(plan, context, node, input, work);
  let runs: ProducerRuns | undefined;
  return {
    push: pushing.push,
    encodes: pushing.encodes,
    end: () =>
      after(undefined, async () => {
        runs = await pushing.producer.finish();
        context.meter.counts.recordsOut += runs.records.reduce((sum, count) => sum + count, 0);
      }),
    runs() {
      invariant(runs !== undefined, "the sink has ended");
      return runs;
    },
  };
}

interface Pusher {
  readonly producer: Producer;
  readonly push: Sink["push"];
  readonly encodes: boolean;
}

async function pusher(
  plan: Plan,
  context: TaskContext,
  node: ExchangeNode,
  input: ExchangeInput,
  { input: index, partitions, splitters }: Extract<TaskWork, { kind: "produce" }>,
): Promise<Pusher> {
  const { rows, key, order } = exchangeRows(node, index);
  const sorted = runOrder(rows, key, order);
  if (input.key === null || key === null) {
    const producer = createSortingProducer(producerPlace(plan, context, "sorts"), {
      order: sorted,
      partitions,
      partitionOf: rangePartitioner(sorted, splitters ?? []),
    });
    return { producer, push: producer.push, encodes: false };
  }
  const elementKey = keyReader(input.key);
  if (node.combine === null) {
    const producer = createSortingProducer(producerPlace(plan, context, "sorts"), {
      order: sorted,
      partitions,
      partitionOf: (element) => partitionOf(elementKey(element), partitions),
    });
    return { producer, push: withoutNullKeys(input, elementKey, producer.push), encodes: false };
  }
  const place = producerPlace(plan, context, "combines");
  if (node.combine.kind === "function") {
    const combine = await createCombiner(plan, context, node, input, node.combine, elementKey);
    const producer = createCombiningProducer(place, {
      rows,
      key,
      partitions,
      combine: watched(context, node, combine),
    });
    return { producer, push: withoutNullKeys(input, elementKey, producer.push), encodes: true };
  }
  const { lift, merge } = createAggregation(context, node.combine.aggregates, node.id);
  const producer = createCombiningProducer(place, {
    rows,
    key,
    partitions,
    combine: (_, partials) => partials.reduce(merge),
  });
  const push = (element: Json): void | Promise<void> =>
    producer.push(lift(elementKey(element), element));
  return { producer, push: withoutNullKeys(input, elementKey, push), encodes: false };
}

/** A call of a combining function is none of the function whose results it combines. */
function watched(
  { watch }: TaskContext,
  { id }: ExchangeNode,
  combine: Combination["combine"],
): Combination["combine"] {
  let calls = 0;
  const done = (row: Json): Json => {
    watch.leave();
    return row;
  };
  return (key, rows) => {
    watch.enter(id, calls++, 1, key);
    const row = combine(key, rows);
    return row instanceof Promise ? row.then(done) : done(row);
  };
}

function withoutNullKeys(
  input: ExchangeInput,
  keyOf: (element: Json) => Json,
  push: Sink["push"],
): Sink["push"] {
  return input.dropNullKeys
    ? (element) => (hasNull(keyOf(element)) ? undefined : push(element))
    : push;
}
