/**
 * Deletes what a run has made on its way: the objects of a step once all that mention it are done, and those of a loop's
 * rounds once the next one is. What values that are still needed refer to stays, and so does what other runs have taken
 * over. Manifests stay, too: whoever needs such an object after all has it made again.
 */
import type { Plan, PlanNode } from "../../compiler/ir/plan.ts";
import { referencesOf, referencesOfNode } from "../../compiler/ir/references.ts";
import { regionsOf } from "../../compiler/ir/rewrite.ts";
import type { ExchangeManifest, StageManifest } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import type { Cleaner } from "../driver/cleaner.ts";
import type { Committer } from "../driver/committer.ts";
import { SKIPPED_FILE } from "../executor/dead-letters.ts";
import { nodePrefix } from "../keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { storeKey } from "../store/store-failure.ts";
import { hasReference } from "./has-reference.ts";
import { type ObjectPlace, objectPlace } from "./object-place.ts";
import { locationsIn, referencesIn } from "./references.ts";

export interface CleanerOptions {
  readonly run: string;
  readonly plan: Plan;
  readonly store: ObjectStore;
  readonly committer: Committer;
  /** Whether another run refers to objects of this one. */
  readonly usedByOthers: () => boolean;
  /** `SMALL_BYTES` where it is absent. */
  readonly smallBytes?: number;
}

/** What is smaller stays: it costs next to nothing, and a later run may take over from it. */
export const SMALL_BYTES = 1024 * 1024;

export function createCleaner(options: CleanerOptions): Cleaner {
  const { run, plan, store, committer, usedByOthers, smallBytes = SMALL_BYTES } = options;
  const { nodes, result } = plan.body;
  const needed = referencesOf(result);
  /** By node, those that mention it and are not done. */
  const users = new Map<string, Set<string>>();
  for (const node of nodes) {
    for (const id of referencesOfNode(node)) {
      users.set(id, (users.get(id) ?? new Set()).add(node.id));
    }
  }
  const values = new Map<string, Json>();
  let last: Promise<unknown> = Promise.resolve();
  let usable = true;

  const schedule = (prefix: string, alive: readonly Json[]): void => {
    last = last.then(async () => {
      const live = usable ? await objectsOf(alive, committer) : undefined;
      if (live !== undefined) {
        await clean(prefix, live);
      }
    });
  };

  const clean = async (prefix: string, live: ReadonlySet<string>): Promise<void> => {
    const listed = await store.list(prefix);
    const dead = (listed.ok ? listed.value : []).filter(
      (key) => !live.has(key) && isIntermediate(objectPlace(key)),
    );
    if (dead.length > 0) {
      usable = !usedByOthers();
      if (usable) {
        // What cannot be deleted is left to `flow gc`.
        await store.delete(dead);
      }
    }
  };

  const isOver = (id: string): boolean => !needed.has(id) && (users.get(id)?.size ?? 0) === 0;

  return {
    done(node, value) {
      values.set(node.id, value);
      for (const id of [...referencesOfNode(node), node.id]) {
        users.get(id)?.delete(node.id);
        const made = values.get(id);
        if (made !== undefined && isOver(id)) {
          values.delete(id);
          if (bytesOf(made) >= smallBytes) {
            schedule(nodePrefix(run, id, ""), [...values.values()]);
          }
        }
      }
    },
    roundOver(node, at, state) {
      for (const id of nodesWithin(node)) {
        schedule(nodePrefix(run, id, at), [state]);
      }
    },
    async idle() {
      await last;
    },
  };
}

/** What was left out of the step is for the user, and is none. */
const isIntermediate = (place: ObjectPlace | undefined): boolean =>
  place !== undefined && place.name !== SKIPPED_FILE;

function nodesWithin(node: PlanNode): readonly string[] {
  return regionsOf(node).flatMap((region) =>
    region.nodes.flatMap((inner) => [inner.id, ...nodesWithin(inner)]),
  );
}

function bytesOf(value: Json): number {
  let bytes = 0;
  for (const reference of referencesIn(value)) {
    bytes += reference.kind === "dataset" ? reference.dataset.bytes : 0;
  }
  return bytes;
}

/** Keys of all that values refer to; undefined where they refer to rows that may refer to more. */
async function objectsOf(
  values: readonly Json[],
  committer: Committer,
): Promise<ReadonlySet<string> | undefined> {
  const live = new Set<string>();
  const addLocations = (value: Json): void => {
    for (const location of locationsIn(value)) {
      const key = storeKey(location);
      if (key !== undefined) {
        live.add(key);
      }
    }
  };
  for (const value of values) {
    addLocations(value);
    for (const reference of referencesIn(value)) {
      if (reference.kind !== "dataset") {
        continue;
      }
      const { manifest } = reference.dataset;
      const read = await committer.read<StageManifest | ExchangeManifest>(manifest);
      if (!read.ok) {
        return undefined;
      }
      const types =
        "inputs" in read.value ? read.value.inputs.map(({ rows }) => rows) : read.value.schemas;
      if (types.some(hasReference)) {
        return undefined;
      }
      if ("inputs" in read.value) {
        for (const { producers } of read.value.inputs) {
          for (const { key } of producers) {
            live.add(key);
          }
        }
      } else {
        for (const slice of read.value.partitions.flatMap(({ slices }) => slices)) {
          if (slice.kind === "rows") {
            live.add(slice.key);
          } else {
            addLocations(slice.values);
          }
        }
      }
    }
  }
  return live;
}
