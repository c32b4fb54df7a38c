/**
 * What a node says of its tasks, in a form that names do not shape: ids are numbered in the order in which they stand, so
 * that a rename of a step changes nothing. Places in the source, options that do not shape results, and what control has
 * already evaluated (sources, widths) are left out.
 */
import type { NodeOptions, Op, PlanNode } from "../../compiler/ir/plan.ts";
import { DEFAULT_MEMORY } from "../../control/policy.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import type { TaskWork } from "../task.ts";
import { withoutPlaces } from "./plan-shape.ts";
import { isObject } from "./references.ts";

export interface CanonicalNode {
  readonly shape: Json;
  /** Ids that the shape refers to and does not bind, in the order of their numbers. */
  readonly free: readonly string[];
  /** Names in `Plan.functions`, in the order in which they stand. */
  readonly functions: readonly string[];
  /** Whether an op counts elements over the whole dataset. */
  readonly counts: boolean;
}

/** `kind`, and `input` of an exchange, tell which part of the node the task is about. */
export function canonicalNode(node: PlanNode, work: TaskWork): CanonicalNode {
  const numbers = new Map<string, number>();
  const bound = new Set<string>();
  const functions: string[] = [];

  const numberOf = (id: string): Json => {
    const known = numbers.get(id) ?? numbers.size;
    numbers.set(id, known);
    return known;
  };
  const bind = (id: string): Json => {
    bound.add(id);
    return numberOf(id);
  };

  const visit = (part: Json): Json => {
    if (typeof part !== "object" || part === null) {
      return part;
    }
    if (!isObject(part)) {
      return part.map(visit);
    }
    const { op } = part;
    if (op === "const") {
      return part;
    }
    if (op === "ref") {
      return { op, id: typeof part["id"] === "string" ? numberOf(part["id"]) : null };
    }
    const shape: { [name: string]: Json } = {};
    for (const [name, field] of Object.entries(part)) {
      shape[name] = visitField(part, name, field);
    }
    return shape;
  };

  const visitField = (part: JsonObject, name: string, field: Json): Json => {
    if (BINDING.has(name) && "op" in part && typeof field === "string") {
      return bind(field);
    }
    // The code is told apart by its digest.
    if (name === "function" && typeof field === "string" && !isBuiltin(part)) {
      functions.push(field);
      return functions.length;
    }
    if (name === "step") {
      return null;
    }
    // How much may be left out is judged afterwards; that elements may be is not.
    return name === "onError" ? field !== null : visit(field);
  };

  const shape = visit(withoutPlaces(partOf(node, work)));
  return {
    shape,
    free: [...numbers.keys()].filter((id) => !bound.has(id)),
    functions,
    counts: opsOf(node).some((op) => op.op === "for" && op.index !== null),
  };
}

/** Fields of ops and expressions that name what they bind. */
const BINDING: ReadonlySet<string> = new Set(["id", "index"]);

/** Aggregates, built-in folds and operators are known by their names. */
function isBuiltin(part: JsonObject): boolean {
  return (
    part["kind"] === "builtin" ||
    (part["op"] === "call" && "args" in part) ||
    (part["op"] === undefined && "name" in part && "value" in part)
  );
}

function partOf(node: PlanNode, work: TaskWork): Json {
  const { kind } = work;
  const part = (fields: object): Json => ({ kind, ...fields }) as unknown as Json; // parts of a Plan are JSON
  switch (node.kind) {
    case "call":
      return part({ args: node.args, function: node.function, emits: node.emits, type: node.type });
    case "map":
      return part({
        ops: node.input.ops,
        element: node.input.element,
        output: node.output,
        type: node.type,
        memory: work.kind === "map" && work.source.kind === "groups" ? base(node.options) : null,
      });
    case "fold":
      return part({
        ops: work.kind === "fold" ? node.input.ops : [],
        from: work.kind === "fold" && work.first ? node.from : null,
        with: node.with,
        type: node.type,
      });
    case "exchange": {
      if (work.kind !== "produce" && work.kind !== "sample" && work.kind !== "regroup") {
        return part({ node });
      }
      const { source: _, ...input } = node.inputs[work.input] ?? { source: null };
      return part({
        // Which keys a sample takes depends on the name of the step.
        id: work.kind === "sample" ? node.id : null,
        input,
        partition: node.partition,
        combine: node.combine,
        memory: base(node.options),
      });
    }
    case "split":
      return part({ unit: node.unit });
    default:
      return part({ type: node.type });
  }
}

/** Spill points follow from it. */
const base = ({ memory }: NodeOptions): number => memory?.base ?? DEFAULT_MEMORY.base;

function opsOf(node: PlanNode): readonly Op[] {
  switch (node.kind) {
    case "map":
    case "fold":
      return node.input.ops;
    case "exchange":
      return node.inputs.flatMap(({ ops }) => ops);
    default:
      return [];
  }
}
