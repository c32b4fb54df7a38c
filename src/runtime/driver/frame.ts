/** One instance of a region: what its parameters are bound to, and which of its nodes were asked for. */
import type { NodeId, PlanNode, Region } from "../../compiler/ir/plan.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import type { Cancellation } from "./cancellation.ts";
import type { Outcome } from "./outcome.ts";

export interface Frame {
  readonly region: Region;
  readonly nodes: ReadonlyMap<NodeId, PlanNode>;
  readonly params: JsonObject;
  /** Index path: element indices and rounds of the regions around. */
  readonly at: string;
  readonly parent: Frame | null;
  readonly cancellation: Cancellation;
  /** The innermost element of a `for` that it is for; null outside of any. */
  readonly element: FrameElement | null;
  /** Whether a `try` around it meets its failure. */
  readonly guarded: boolean;
  /** Each node runs once, for whoever asks first. */
  readonly started: Map<NodeId, Promise<Outcome>>;
}

export interface FrameElement {
  readonly value: Json;
  readonly index: number;
}

const nodesOf = new WeakMap<Region, ReadonlyMap<NodeId, PlanNode>>();

export function createFrame(
  region: Region,
  params: JsonObject,
  at: string,
  parent: Frame | null,
  cancellation: Cancellation,
  guarded: boolean,
  element: FrameElement | null,
): Frame {
  let nodes = nodesOf.get(region);
  if (nodes === undefined) {
    nodes = new Map(region.nodes.map((node) => [node.id, node]));
    nodesOf.set(region, nodes);
  }
  return { region, nodes, params, at, parent, cancellation, guarded, element, started: new Map() };
}

/** `parent`'s index path, one step down. */
export function indexPath(at: string, index: number): string {
  return at === "" ? String(index) : `${at}.${index}`;
}

export type Found =
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "node"; readonly node: PlanNode; readonly frame: Frame };

/** What a name means in a frame or the ones around it; undefined for a name that a valid Plan has not. */
export function lookUp(frame: Frame, id: string): Found | undefined {
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    const value = Object.hasOwn(at.params, id) ? at.params[id] : undefined;
    if (value !== undefined) {
      return { kind: "value", value };
    }
    const node = at.nodes.get(id);
    if (node !== undefined) {
      return { kind: "node", node, frame: at };
    }
  }
  return undefined;
}
