/**
 * Reuse across runs by identity: tasks are pure, so equal identity means equal bytes. What a run makes is remembered in the
 * journal as it is committed, and found there by later runs.
 */

import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import type { StageRequest } from "../driver/task-runner.ts";
import { nodePrefix, notesKey, taskName } from "../keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { sealJson } from "../store/sealed-json.ts";
import type { TaskOutput } from "../task.ts";
import { type IdentifiedStage, type IdentifierOptions, identifyStage } from "./identify-stage.ts";
import type { KnownWork } from "./known-work.ts";
import { ownIdentity } from "./provenance.ts";
import { restoreOutput } from "./restore-output.ts";
import type { Reuse, ReusedOutput } from "./reuse.ts";
import { asJson, type NotedTask, type StageNotes } from "./stage-notes.ts";

export interface ReuseOptions extends IdentifierOptions {
  readonly store: ObjectStore;
  /** Absent: nothing is looked for, or remembered. */
  readonly known: KnownWork | undefined;
  /** Whether what other runs have done is left alone; what this one does is remembered all the same. */
  readonly fresh: boolean;
}

/** Larger results are not remembered: they would make the journal large. */
const MOST_RESULT = 256 * 1024;

export function createReuse(options: ReuseOptions): Reuse {
  const { run, known, fresh, store, provenance } = options;
  /** By the prefix of the task, of what this run has remembered or found. */
  const remembered = new Map<string, string>();

  return {
    async stage(request, own) {
      const identified = await identifyStage(request, options);
      const prefix = nodePrefix(run, request.node.id, request.at);
      const notes = new Map<number, NotedTask>();
      const found = new Map<number, ReusedOutput>();

      const note = (index: number, more: Pick<NotedTask, "identity" | "from" | "kept">): void => {
        notes.set(index, {
          inputs: identified.inputs(index) ?? null,
          work: identified.work(index),
          ...more,
        });
      };

      const take = (index: number, output: TaskOutput): void => {
        const { identity, kept } = judge(identified, index, output, prefix, request);
        const taskPrefix = `${prefix}${taskName(request.work.at(index))}/`;
        provenance.set(taskPrefix, identity);
        note(index, { identity, from: null, ...(kept !== undefined && { kept }) });
        if (kept === undefined && known !== undefined) {
          const names = output.beyond?.names === true;
          remembered.set(taskPrefix, identity);
          known.remember(identity, { output: bare(output), taskPrefix });
          if (names) {
            known.remember(identified.identity(index, false), NAMES);
          }
        }
      };

      for (const [index, output] of own) {
        take(index, output);
      }
      if (known !== undefined && !fresh && identified.alone === undefined) {
        for (const [index, reused] of lookUp(request, identified, own, known)) {
          found.set(index, reused);
          const { identity } = reused;
          provenance.set(reused.taskPrefix, identity);
          remembered.set(reused.taskPrefix, identity);
          note(index, { identity, from: reused.taskPrefix });
        }
      }
      return {
        found,
        describe: (index) => ({
          stage: headOf(identified),
          task: {
            identity: identified.identity(index, false),
            inputs: identified.inputs(index) ?? null,
            work: identified.work(index),
            from: null,
          },
        }),
        committed: take,
        async close() {
          known?.flush();
          if (notes.size > 0) {
            await writeNotes(store, run, request, identified, notes);
          }
        },
      };
    },

    forget({ task }) {
      const prefix = (task.prefix ?? "").replace(/a\d+\/$/u, "");
      const identity = remembered.get(
        prefix === "" ? `${nodePrefix(run, task.node, task.at)}${taskName(task.work)}/` : prefix,
      );
      if (identity !== undefined) {
        known?.forget(identity);
      }
    },
  };
}

/** What stands under an identity whose tasks ask for what follows from names: they have another one besides. */
const NAMES = null;

interface Judged {
  readonly identity: string;
  /** Why it is not remembered. */
  readonly kept?: string;
}

function judge(
  identified: IdentifiedStage,
  index: number,
  output: TaskOutput,
  prefix: string,
  { work }: StageRequest,
): Judged {
  const own = ownIdentity(`${prefix}${taskName(work.at(index))}`);
  if (identified.alone !== undefined) {
    return { identity: own, kept: identified.alone };
  }
  const { beyond } = output;
  if (beyond?.files === null) {
    return { identity: own, kept: "it reads many files that its input does not name" };
  }
  const hidden = beyond?.files.find((path) => !identified.knowsFile(index, path));
  if (hidden !== undefined) {
    return { identity: own, kept: `it reads ${hidden}, which its input does not name` };
  }
  const identity = identified.identity(index, beyond?.names === true);
  if (output.metrics.skipped > 0) {
    return { identity, kept: "elements were left out of it" };
  }
  return canonicalJson(output.result as unknown as Json).length > MOST_RESULT
    ? { identity, kept: "its result is large" }
    : { identity };
}

interface FoundOutput extends ReusedOutput {
  readonly identity: string;
}

function* lookUp(
  request: StageRequest,
  identified: IdentifiedStage,
  own: ReadonlyMap<number, TaskOutput>,
  known: KnownWork,
): Generator<readonly [number, FoundOutput]> {
  const { node, work } = request;
  const open = Array.from({ length: work.count }, (_, index) => index).filter(
    (index) => !own.has(index),
  );
  const plain = open.map((index) => identified.identity(index, false));
  const results = known.find(plain);
  const named = open.filter((_, i) => results[i] === NAMES);
  const byName = named.map((index) => identified.identity(index, true));
  const namedResults = known.find(byName);
  const all = [
    ...open.map((index, i) => ({ index, identity: plain[i], result: results[i] })),
    ...named.map((index, i) => ({ index, identity: byName[i], result: namedResults[i] })),
  ];
  for (const { index, identity, result } of all) {
    if (identity !== undefined && result !== undefined && result !== NAMES) {
      const output = restoreOutput(node, work.at(index), result.output);
      if (output !== undefined) {
        yield [index, { output, taskPrefix: result.taskPrefix, identity }];
      }
    }
  }
}

/** Without what only its own run is told. */
function bare({ result, metrics, beyond }: TaskOutput): TaskOutput {
  return { result, metrics, ...(beyond && { beyond }) };
}

const headOf = ({ node, code, args, alone }: IdentifiedStage): Omit<StageNotes, "tasks"> => ({
  schema: 1,
  node,
  code,
  args,
  alone: alone ?? null,
});

async function writeNotes(
  store: ObjectStore,
  run: string,
  { node, at, work }: StageRequest,
  identified: IdentifiedStage,
  notes: ReadonlyMap<number, NotedTask>,
): Promise<void> {
  const key = notesKey(run, node.id, at, taskName(work.at(0)));
  const tasks = Object.fromEntries(
    [...notes].map(([index, note]) => [taskName(work.at(index)), note]),
  );
  // Whoever finds none takes longer, and is not wrong.
  await store.put(key, sealJson(asJson({ ...headOf(identified), tasks })));
}
