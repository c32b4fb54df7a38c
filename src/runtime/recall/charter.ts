/** What a run was asked to do. It stands in the store before anything else of the run, so that any driver can go on with it. */
import type { Plan } from "../../compiler/ir/plan.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { charterKey } from "../keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { openJson } from "../store/sealed-json.ts";
import { createDecoder } from "../values/decode.ts";
import type { CodeDigests } from "./code-digest.ts";

export interface Charter {
  readonly schema: 1;
  /** Of flow. */
  readonly version: string;
  /** The `.flow` file, as the user named it. */
  readonly file: string;
  /** Digests of the `.flow` files it was compiled from, by path relative to the root. */
  readonly sources: { readonly [path: string]: string };
  readonly plan: Plan;
  /** Of every parameter but secrets, which a resume takes from where the run did. */
  readonly args: JsonObject;
  /** Absolute. */
  readonly root: string;
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** Absolute; null: among the results of other runs. */
  readonly out: string | null;
  readonly as: "jsonl" | "csv";
  /** Results of other runs are left alone. */
  readonly fresh: boolean;
  /** Nothing is deleted before the run is. */
  readonly keep: boolean;
  /** Files that the arguments name, as they were. */
  readonly inputs: readonly InputFile[];
  readonly code: CodeDigests;
}

export interface InputFile {
  readonly path: string;
  readonly size: number;
  /** Nanoseconds since 1970, and the inode, in decimal. */
  readonly mtimeNs: string;
  readonly inode: string;
  readonly digest: string;
}

export interface CharterProblem {
  readonly kind: "absent" | "damaged" | "newer";
}

/** Secrets are left out, and floats restored by their types. */
export async function readCharter(
  store: ObjectStore,
  run: string,
): Promise<Result<Charter, CharterProblem>> {
  const bytes = await store.get(charterKey(run));
  if (!bytes.ok) {
    return err({ kind: bytes.error.object === undefined ? "damaged" : "absent" });
  }
  const opened = openJson(bytes.value);
  if (opened === undefined) {
    return err({ kind: "damaged" });
  }
  const charter = opened as unknown as Charter; // sealed by this program
  if (charter.schema !== 1) {
    return err({ kind: "newer" });
  }
  const args: { [name: string]: Json } = {};
  for (const { name, type } of charter.plan.params) {
    const value = charter.args[name];
    const restored = value === undefined ? undefined : createDecoder(type)(value);
    if (restored?.ok === true) {
      args[name] = restored.value;
    }
  }
  return ok({ ...charter, args });
}

export const isSecret = ({ type }: Plan["params"][number]): boolean =>
  type.kind === "secret" || (type.kind === "optional" && type.type.kind === "secret");

/** The arguments that may be kept. */
export function withoutSecrets(plan: Plan, args: JsonObject): JsonObject {
  return Object.fromEntries(
    plan.params.filter((param) => !isSecret(param)).map(({ name }) => [name, args[name] ?? null]),
  );
}
