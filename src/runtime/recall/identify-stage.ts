/** The identities of the tasks of a stage: digests of all that shapes their results, and of nothing else. */
import type { Plan } from "../../compiler/ir/plan.ts";
import type { StageManifest } from "../../compiler/ir/value.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import type { StageRequest } from "../driver/task-runner.ts";
import { taskName } from "../keys.ts";
import { printItem } from "../print-item.ts";
import { storeKey } from "../store/store-failure.ts";
import type { TaskWork } from "../task.ts";
import { canonicalNode } from "./canonical-node.ts";
import { type Contents, canonicalValue, canonicalWork } from "./canonical-work.ts";
import type { CodeDigests } from "./code-digest.ts";
import type { FileDigests } from "./file-digest.ts";
import { objectPlace } from "./object-place.ts";
import { withoutPlaces } from "./plan-shape.ts";
import { digest, ownIdentity, type Provenance } from "./provenance.ts";
import { locationsIn, referencesIn } from "./references.ts";
import type { NotedValue } from "./stage-notes.ts";
import { whyAlone } from "./why-alone.ts";
import { keysOf, locationsOf, locationsOfPartition } from "./work-keys.ts";

/** Another number where the same work comes to something else by another version of this program. */
const FORMAT = 1;

export interface IdentifierOptions {
  readonly run: string;
  readonly plan: Plan;
  readonly code: CodeDigests;
  readonly files: FileDigests;
  readonly provenance: Provenance;
  /** A stage manifest; undefined where it cannot be read. */
  readonly readDataset: (manifest: string) => Promise<StageManifest | undefined>;
  /** What stands for a secret; undefined for any other text. */
  readonly secretOf: (text: string) => string | undefined;
}

export interface IdentifiedStage {
  /** Why nothing of it can be reused. */
  readonly alone: string | undefined;
  readonly node: string;
  readonly code: { readonly [name: string]: string };
  readonly args: { readonly [name: string]: NotedValue };
  /** Of task `index`, where it has asked for what follows from names, or has not. */
  identity(index: number, names: boolean): string;
  /** What it reads, by where it is from; undefined for too many. */
  inputs(index: number): { readonly [source: string]: string } | undefined;
  work(index: number): string;
  /** Whether a user's file is part of the identity of the task. */
  knowsFile(index: number, path: string): boolean;
}

/** More are not listed one by one. */
const MOST_INPUTS = 32;

export async function identifyStage(
  { node, at, scope, work }: StageRequest,
  options: IdentifierOptions,
): Promise<IdentifiedStage> {
  const { plan, run, code } = options;
  const first: TaskWork = work.count === 0 ? { kind: "call" } : work.at(0);
  const alone = whyAlone(plan, node, first.kind, code);
  const shapes = new Map<string, ReturnType<typeof canonicalNode>>();
  /** By what of the node the task is about. */
  const shapeOf = (task: TaskWork): ReturnType<typeof canonicalNode> => {
    const part = `${task.kind} ${"input" in task ? task.input : ""} ${task.kind === "fold" && task.first}`;
    const known = shapes.get(part) ?? canonicalNode(node, task);
    shapes.set(part, known);
    return known;
  };
  const contents = await contentsOf(options, scope, shapeOf(first).free, workKeys(work));
  const codeOf = (names: readonly string[]): readonly Json[] =>
    names.map((name) => [code[name]?.digest ?? null, signatureOf(plan, name)]);

  const common = new Map<ReturnType<typeof canonicalNode>, string>();
  const commonOf = (shape: ReturnType<typeof canonicalNode>): string => {
    const known =
      common.get(shape) ??
      digest([
        FORMAT,
        shape.shape,
        [...codeOf(shape.functions)],
        shape.free.map((id) => canonicalValue(scope[id] ?? null, contents)),
      ]);
    common.set(shape, known);
    return known;
  };
  const shape = shapeOf(first);
  const canonical = (index: number): string => {
    const task = work.at(index);
    return canonicalJson(canonicalWork(task, contents, shapeOf(task).counts));
  };

  return {
    alone,
    node: digest(shape.shape),
    code: Object.fromEntries(
      shape.functions.map((name) => [
        name,
        digest([code[name]?.digest ?? null, signatureOf(plan, name)]),
      ]),
    ),
    args: Object.fromEntries(
      shape.free.flatMap((id) => {
        const value = scope[id];
        return value === undefined ? [] : [[id, noted(value, contents)]];
      }),
    ),
    identity(index, names) {
      const task = work.at(index);
      if (alone !== undefined) {
        return ownIdentity(`${run}/${node.id}@${at}/${taskName(task)}`);
      }
      const named = names ? [node.id, at, taskName(task)] : null;
      return digest([commonOf(shapeOf(task)), canonical(index), named]);
    },
    inputs(index) {
      const found = new Map<string, string[]>();
      for (const location of locationsOf(work.at(index))) {
        const key = storeKey(location);
        const source = key === undefined ? location : (objectPlace(key)?.nodePrefix ?? key);
        const parts = found.get(source) ?? [];
        parts.push(key === undefined ? contents.file(location) : contents.object(key));
        found.set(source, parts);
      }
      return found.size > MOST_INPUTS
        ? undefined
        : Object.fromEntries([...found].map(([source, parts]) => [source, digest(parts)]));
    },
    work: (index) => digest(canonical(index)),
    knowsFile: (index, path) =>
      new Set(locationsOf(work.at(index))).has(path) ||
      shape.free.some((id) => contents.filesOf(scope[id] ?? null).has(path)),
  };
}

function* workKeys(work: StageRequest["work"]): Generator<string> {
  for (let index = 0; index < work.count; index++) {
    yield* keysOf(locationsOf(work.at(index)));
  }
}

interface StageContents extends Contents {
  /** Locations of users' files behind a value, those of the datasets in it included. */
  filesOf(value: Json): ReadonlySet<string>;
}

/** With everything known that takes waiting. */
async function contentsOf(
  { files, provenance, readDataset, secretOf }: IdentifierOptions,
  scope: StageRequest["scope"],
  ids: readonly string[],
  keys: Iterable<string>,
): Promise<StageContents> {
  await provenance.learn(keys);
  const manifests = new Map<string, StageManifest | undefined>();
  for (const id of ids) {
    for (const reference of referencesIn(scope[id] ?? null)) {
      if (reference.kind === "dataset") {
        const { manifest } = reference.dataset;
        const dataset = await readDataset(manifest);
        manifests.set(manifest, dataset);
        await provenance.learn(keysOf(dataset?.partitions.flatMap(locationsOfPartition) ?? []));
      }
    }
    await provenance.learn(keysOf(locationsIn(scope[id] ?? null)));
  }
  const contents: StageContents = {
    object: (key) => provenance.of(key),
    file: (path) => files.digest(path)?.digest ?? ownIdentity(path),
    text: (value) => {
      const secret = secretOf(value);
      return secret === undefined ? value : ["secret", secret];
    },
    dataset(manifest) {
      const dataset = manifests.get(manifest);
      return dataset === undefined
        ? ownIdentity(manifest)
        : digest(
            dataset.partitions.map(({ slices }) =>
              slices.map((slice) =>
                slice.kind === "inline"
                  ? canonicalValue(slice.values, contents)
                  : [provenance.of(slice.key), slice.from, slice.to],
              ),
            ),
          );
    },
    filesOf(value) {
      const found = new Set(locationsIn(value));
      for (const reference of referencesIn(value)) {
        if (reference.kind === "dataset") {
          const dataset = manifests.get(reference.dataset.manifest);
          for (const partition of dataset?.partitions ?? []) {
            for (const location of locationsOfPartition(partition)) {
              found.add(location);
            }
          }
        }
      }
      return found;
    },
  };
  return contents;
}

/** What a declaration says besides its code: which export, and of which types. */
function signatureOf({ functions }: Plan, name: string): Json {
  const declared = functions[name];
  if (declared === undefined) {
    return null;
  }
  const { exportName, params, result, runtime, handler } = declared;
  return withoutPlaces({ exportName, params, result, runtime, handler } as unknown as Json); // parts of a Plan are JSON
}

function noted(value: Json, contents: Contents): NotedValue {
  const canonical = canonicalValue(value, contents);
  const plain = canonicalJson(canonical) === canonicalJson(value);
  // What stands for something else is not for people.
  return { digest: digest(canonical), text: plain ? printItem(value) : null };
}
