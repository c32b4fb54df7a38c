import { functionsOfInput } from "../ir/functions-of.ts";
import type {
  ExchangeNode,
  FoldNode,
  MapNode,
  NodeId,
  NodeOptions,
  PlanNode,
  Region,
  StageInput,
} from "../ir/plan.ts";
import { countUses } from "./count-uses.ts";
import type { Pass } from "./pass.ts";
import { rewriteRegions } from "./rewrite-regions.ts";

/**
 * Moves a map into the one stage that reads what it makes, so that its elements are never written. A task calls at most
 * one function: its memory, time and retries are those of that function. Not fused: what a range exchange reads, since
 * it is read twice (for the sample, then for the runs).
 */
export const mapFusion: Pass = {
  name: "map-fusion",
  run(plan) {
    return rewriteRegions(plan, fuseRegion);
  },
};

type Stage = MapNode | ExchangeNode | FoldNode;

function fuseRegion(region: Region): Region {
  const uses = countUses(region);
  const stages = new Map<NodeId, PlanNode>(region.nodes.map((node) => [node.id, node]));
  const roots = new Set(region.roots);
  let changed = true;
  while (changed) {
    changed = false;
    for (const { id } of region.nodes) {
      const consumer = stages.get(id);
      if (consumer === undefined || !isStage(consumer)) {
        continue;
      }
      const fused = fuseInto(consumer, (producer) => {
        const node = stages.get(producer);
        return node?.kind === "map" && uses.get(producer) === 1 && !roots.has(producer)
          ? node
          : undefined;
      });
      if (fused !== undefined) {
        stages.set(id, fused.stage);
        stages.delete(fused.gone);
        changed = true;
      }
    }
  }
  return { ...region, nodes: region.nodes.flatMap((node) => stages.get(node.id) ?? []) };
}

const isStage = (node: PlanNode): node is Stage =>
  node.kind === "map" ||
  node.kind === "fold" ||
  (node.kind === "exchange" && node.partition === "hash");

interface Fused {
  readonly stage: Stage;
  readonly gone: NodeId;
}

/** The consumer with the first producer that can be moved into it, or undefined where there is none. */
function fuseInto(
  consumer: Stage,
  producerOf: (id: NodeId) => MapNode | undefined,
): Fused | undefined {
  const inputs = consumer.kind === "exchange" ? consumer.inputs : [consumer.input];
  for (const [i, input] of inputs.entries()) {
    const { source } = input;
    const producer =
      source.kind === "dataset" && source.value.op === "ref"
        ? producerOf(source.value.id)
        : undefined;
    if (producer === undefined || producer.output !== "dataset" || !canChain(producer, input)) {
      continue;
    }
    const options = joinOptions(producer, consumer);
    if (options === undefined) {
      continue;
    }
    const chained: StageInput = {
      source: producer.input.source,
      ops: [...producer.input.ops, ...input.ops],
      element: input.element,
    };
    const after = [...new Set([...producer.after, ...consumer.after])];
    return { stage: withInput({ ...consumer, after, options }, i, chained), gone: producer.id };
  }
  return undefined;
}

function withInput(stage: Stage, i: number, input: StageInput): Stage {
  return stage.kind === "exchange"
    ? {
        ...stage,
        inputs: stage.inputs.map((old, j) => (i === j ? { ...old, ...input } : old)),
      }
    : { ...stage, input };
}

function canChain(producer: MapNode, input: StageInput): boolean {
  const [first] = input.ops;
  const needsWhole =
    (first?.op === "for" && first.index !== null) ||
    input.ops.some((op) => op.op === "call" && op.mode === "dataset");
  return (
    !needsWhole && functionsOfInput(producer.input).length + functionsOfInput(input).length <= 1
  );
}

/** Options of both in one task; undefined where they ask for different things. */
function joinOptions(producer: MapNode, consumer: Stage): NodeOptions | undefined {
  if (producer.options.effect || consumer.options.effect) {
    return undefined;
  }
  if (isNeutral(producer.options)) {
    return consumer.options;
  }
  const callsNothing =
    consumer.kind === "exchange"
      ? consumer.inputs.every((input) => functionsOfInput(input).length === 0)
      : functionsOfInput(consumer.input).length === 0;
  return isNeutral(consumer.options) && callsNothing ? producer.options : undefined;
}

function isNeutral(options: NodeOptions): boolean {
  return (
    options.memory === null &&
    options.cpu === null &&
    options.disk === null &&
    options.timeoutMs === null &&
    options.retry === null &&
    options.concurrency === null &&
    options.cache &&
    !options.effect
  );
}
