/**
 * What objects are made from: the identity of the task that made them stands for their content, since tasks are pure. Of a
 * task of which none is known, its place in the store does: that is true of this one object and of no other.
 */
import { hash } from "node:crypto";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { openJson } from "../store/sealed-json.ts";
import { objectPlace } from "./object-place.ts";
import { notesPrefix, type StageNotes } from "./stage-notes.ts";

export interface Provenance {
  /** `identity` is hexadecimal. */
  set(taskPrefix: string, identity: string): void;
  /** Gets to know the tasks that made these objects, from what their stages have left beside them. */
  learn(keys: Iterable<string>): Promise<void>;
  /** What stands for an object; told apart from all others where nothing is known of its task. */
  of(key: string): string;
}

export function createProvenance(store: ObjectStore): Provenance {
  const identities = new Map<string, string>();
  const asked = new Set<string>();

  const read = async (nodePrefix: string): Promise<void> => {
    const listed = await store.list(notesPrefix(nodePrefix));
    for (const key of listed.ok ? listed.value : []) {
      const bytes = await store.get(key);
      const notes = bytes.ok ? openJson(bytes.value) : undefined;
      if (notes !== undefined) {
        const { tasks } = notes as unknown as StageNotes; // only stages write there
        for (const [task, { identity }] of Object.entries(tasks)) {
          const prefix = `${nodePrefix}${task}/`;
          if (!identities.has(prefix)) {
            identities.set(prefix, identity);
          }
        }
      }
    }
  };

  return {
    set: (taskPrefix, identity) => void identities.set(taskPrefix, identity),
    async learn(keys) {
      for (const key of keys) {
        const place = objectPlace(key);
        if (
          place !== undefined &&
          !identities.has(place.taskPrefix) &&
          !asked.has(place.nodePrefix)
        ) {
          asked.add(place.nodePrefix);
          await read(place.nodePrefix);
        }
      }
    },
    of(key) {
      const place = objectPlace(key);
      const identity = place && identities.get(place.taskPrefix);
      return identity === undefined ? ownIdentity(key) : `${identity}/${place?.name ?? ""}`;
    },
  };
}

/** Of what is like nothing else: a task whose result does not follow from what is known of it. */
export const ownIdentity = (place: string): string => digest(["own", place]);

/** Hexadecimal SHA-256. */
export const digest = (value: Json): string => hash("sha256", canonicalJson(value), "hex");
