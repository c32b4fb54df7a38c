/** Why a task ran, or was taken from another run: what differs from the nearest earlier run of the same workflow. */
import type { Plan, PlanNode } from "../../compiler/ir/plan.ts";
import { regionsOf } from "../../compiler/ir/rewrite.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import { nodePrefix } from "../keys.ts";
import { printItem } from "../print-item.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { openJson } from "../store/sealed-json.ts";
import { changedFiles } from "./changes-since.ts";
import type { Charter } from "./charter.ts";
import type { NotedStageTask } from "./reuse.ts";
import { notesPrefix, type StageNotes } from "./stage-notes.ts";

export interface ExplainedRun {
  readonly run: string;
  readonly charter: Charter;
}

export interface TaskPlace {
  readonly step: string;
  readonly at: string;
  readonly task: string;
}

export type Explanation = TaskPlace & {
  readonly reasons: readonly Reason[];
  /** The earlier run that it is compared with; null where there is none. */
  readonly comparedWith: string | null;
};

export type Reason =
  /** It was not done: the task of another run has the same identity. */
  | { readonly kind: "reused"; readonly run: string; readonly task: string }
  | { readonly kind: "first" }
  | { readonly kind: "fresh" }
  /** Such tasks are done in every run, or this one was not remembered; `why` is a clause. */
  | { readonly kind: "not-reusable"; readonly why: string }
  /** What the earlier run made is not known any more. */
  | { readonly kind: "forgotten" }
  | { readonly kind: "code"; readonly function: string; readonly files: readonly string[] }
  | { readonly kind: "step" }
  | {
      readonly kind: "argument";
      readonly name: string;
      readonly before: string | null;
      readonly now: string | null;
    }
  | { readonly kind: "file"; readonly path: string; readonly isNew: boolean }
  /** What an earlier step made is another thing, because of `cause`. */
  | { readonly kind: "input"; readonly step: string; readonly cause: Explanation | null }
  | { readonly kind: "work" };

/** Tasks of a step in a run that are known, by place. */
export async function findTasks(
  store: ObjectStore,
  { run, charter }: ExplainedRun,
  step: string,
): Promise<readonly TaskPlace[]> {
  const node = nodeOf(charter.plan, step);
  if (node === undefined) {
    return [];
  }
  const start = `runs/${run}/${node.id}/@`;
  const listed = await store.list(start);
  const places: TaskPlace[] = [];
  for (const key of listed.ok ? listed.value : []) {
    const at = /^([^/]*)\/@notes\//u.exec(key.slice(start.length))?.[1];
    if (at !== undefined) {
      const tasks = Object.keys((await readNotes(store, key))?.tasks ?? {});
      places.push(...tasks.map((task) => ({ step: node.id, at, task })));
    }
  }
  return places;
}

/** `earlier`: runs of the same workflow, the nearest first. */
export async function explainTask(
  store: ObjectStore,
  run: ExplainedRun,
  place: TaskPlace,
  earlier: readonly ExplainedRun[],
): Promise<Explanation | undefined> {
  const now = await noteOf(store, run.run, place);
  if (now === undefined) {
    return undefined;
  }
  if (now.task.from !== null) {
    const [, source = ""] = now.task.from.split("/");
    const task = now.task.from.slice(`runs/${source}/`.length, -1);
    return { ...place, reasons: [{ kind: "reused", run: source, task }], comparedWith: source };
  }
  for (const other of earlier) {
    const before = await noteOf(store, other.run, place);
    if (before !== undefined) {
      const reasons = await compare(store, { run, now }, { run: other, before });
      return { ...place, reasons, comparedWith: other.run };
    }
  }
  const why = now.stage.alone;
  const reason: Reason = why === null ? { kind: "first" } : { kind: "not-reusable", why };
  return { ...place, reasons: [reason], comparedWith: null };
}

type Noted = NotedStageTask;

/** As `explainTask`, for a task that would be done. */
export async function explainUndone(
  store: ObjectStore,
  run: ExplainedRun,
  place: TaskPlace,
  now: NotedStageTask,
  earlier: readonly ExplainedRun[],
): Promise<readonly Reason[]> {
  for (const other of earlier) {
    const before = await noteOf(store, other.run, place);
    if (before !== undefined) {
      return compare(store, { run, now }, { run: other, before });
    }
  }
  const { alone } = now.stage;
  return [alone === null ? { kind: "first" } : { kind: "not-reusable", why: alone }];
}

async function compare(
  store: ObjectStore,
  { run, now }: { readonly run: ExplainedRun; readonly now: Noted },
  { run: other, before }: { readonly run: ExplainedRun; readonly before: Noted },
): Promise<readonly Reason[]> {
  if (now.stage.alone !== null) {
    return [{ kind: "not-reusable", why: now.stage.alone }];
  }
  if (now.task.identity === before.task.identity) {
    if (run.charter.fresh) {
      return [{ kind: "fresh" }];
    }
    const { kept } = before.task;
    return [kept === undefined ? { kind: "forgotten" } : { kind: "not-reusable", why: kept }];
  }
  const reasons: Reason[] = [];
  for (const [name, digest] of Object.entries(now.stage.code)) {
    if (before.stage.code[name] !== digest) {
      const code = run.charter.code[name];
      const old = other.charter.code[name];
      const files = old === undefined || code === undefined ? [] : changedFiles(old, code);
      reasons.push({ kind: "code", function: name, files });
    }
  }
  if (now.stage.node !== before.stage.node) {
    reasons.push({ kind: "step" });
  }
  for (const name of namesOf(now.stage.args, before.stage.args)) {
    const [old, value] = [before.stage.args[name], now.stage.args[name]];
    if (old?.digest !== value?.digest) {
      reasons.push({
        kind: "argument",
        name,
        before: old?.text ?? null,
        now: value?.text ?? null,
      });
    }
  }
  reasons.push(...(await compareInputs(store, { run, now }, { run: other, before })));
  if (reasons.length > 0) {
    return reasons;
  }
  const { kept } = before.task;
  const shaping = compareArguments(run.charter, other.charter);
  if (shaping.length > 0) {
    return shaping;
  }
  return [
    now.task.work === before.task.work && kept !== undefined
      ? { kind: "not-reusable", why: kept }
      : { kind: "work" },
  ];
}

/** Of the workflow: those that say how something is parted shape tasks whose step does not mention them. */
function compareArguments(now: Charter, before: Charter): readonly Reason[] {
  return [...namesOf(now.args, before.args)].flatMap((name): Reason[] => {
    const [value, old] = [now.args[name] ?? null, before.args[name] ?? null];
    const isListing = Array.isArray(value) || Array.isArray(old);
    return isListing || canonicalJson(value) === canonicalJson(old)
      ? []
      : [{ kind: "argument", name, before: printItem(old), now: printItem(value) }];
  });
}

async function compareInputs(
  store: ObjectStore,
  { run, now }: { readonly run: ExplainedRun; readonly now: Noted },
  { run: other, before }: { readonly run: ExplainedRun; readonly before: Noted },
): Promise<readonly Reason[]> {
  const reasons: Reason[] = [];
  const old = bySource(before.task.inputs ?? {});
  for (const [source, { digest, step }] of bySource(now.task.inputs ?? {})) {
    if (old.get(source)?.digest === digest) {
      continue;
    }
    if (step === undefined) {
      reasons.push({ kind: "file", path: source, isNew: !old.has(source) });
      continue;
    }
    const cause = await firstChange(store, run, other, step);
    reasons.push({ kind: "input", step: step.step, cause });
  }
  return reasons;
}

/** The first task of a step whose identity is another one, explained. */
async function firstChange(
  store: ObjectStore,
  run: ExplainedRun,
  other: ExplainedRun,
  { step, at }: Pick<TaskPlace, "step" | "at">,
): Promise<Explanation | null> {
  for (const place of await findTasks(store, run, step)) {
    if (place.at === at) {
      const now = await noteOf(store, run.run, place);
      const before = await noteOf(store, other.run, place);
      if (
        now !== undefined &&
        now.task.from === null &&
        before?.task.identity !== now.task.identity
      ) {
        return (await explainTask(store, run, place, [other])) ?? null;
      }
    }
  }
  return null;
}

interface Source {
  readonly digest: string;
  /** Of what a task made; undefined for a file of a user. */
  readonly step: Pick<TaskPlace, "step" | "at"> | undefined;
}

/** Prefixes of nodes without the run: what an earlier run has made stands for what this one would. */
function bySource(inputs: { readonly [source: string]: string }): ReadonlyMap<string, Source> {
  return new Map(
    Object.entries(inputs).map(([source, digest]): [string, Source] => {
      const [, step, at] = /^runs\/[^/]+\/(.+)\/@([^/]*)\/$/u.exec(source) ?? [];
      return step === undefined || at === undefined
        ? [source, { digest, step: undefined }]
        : [`${step}@${at}`, { digest, step: { step, at } }];
    }),
  );
}

async function noteOf(
  store: ObjectStore,
  run: string,
  { step, at, task }: TaskPlace,
): Promise<Noted | undefined> {
  const listed = await store.list(notesPrefix(nodePrefix(run, step, at)));
  for (const key of listed.ok ? listed.value : []) {
    const stage = await readNotes(store, key);
    const found = stage?.tasks[task];
    if (stage !== undefined && found !== undefined) {
      return { stage, task: found };
    }
  }
  return undefined;
}

async function readNotes(store: ObjectStore, key: string): Promise<StageNotes | undefined> {
  const bytes = await store.get(key);
  const notes = bytes.ok ? openJson(bytes.value) : undefined;
  return notes as unknown as StageNotes | undefined; // only stages write there
}

const namesOf = (a: object, b: object): ReadonlySet<string> =>
  new Set([...Object.keys(a), ...Object.keys(b)]);

/** The node of a step, or the one that its op was moved into. */
function nodeOf({ body }: Plan, step: string): PlanNode | undefined {
  const nodes: PlanNode[] = [];
  const visit = (node: PlanNode): void => {
    nodes.push(node);
    for (const region of regionsOf(node)) {
      region.nodes.forEach(visit);
    }
  };
  for (const node of body.nodes) {
    visit(node);
  }
  return (
    nodes.find(({ id }) => id === step) ??
    nodes.find((node) => JSON.stringify(node).includes(`"step":${JSON.stringify(step)}`))
  );
}
