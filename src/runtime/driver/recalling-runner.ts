/** A task runner that is given only what is not known already. */
import type { Results } from "../../control/collect.ts";
import type { StageWork } from "../../control/stage-work.ts";
import { ok } from "../../shared/result.ts";
import type { Clock } from "../clock.ts";
import type { Reporter } from "../run-event.ts";
import { cancelled, type Outcome } from "./outcome.ts";
import type { Recall, RecalledStage } from "./recall.ts";
import type { StageRequest, TaskRunner } from "./task-runner.ts";

export function createRecallingRunner(
  runner: TaskRunner,
  recall: Recall,
  { report, clock }: { readonly report: Reporter; readonly clock: Clock },
): TaskRunner {
  return {
    ...runner,
    async run(request, cancellation) {
      if (cancellation.cancelled) {
        return cancelled;
      }
      const stage = await recall.stage(request);
      const known = stage.outputs.size;
      if (known > 0 && !stage.told) {
        const place = { step: request.node.id, at: request.at };
        const { reused } = stage;
        report({ kind: "tasks-recalled", ...place, tasks: known, reused, time: clock.now() });
      }
      try {
        if (known === 0) {
          const { committed } = stage;
          return await runner.run({ ...request, committed }, cancellation);
        }
        return known === request.work.count
          ? ok(resultsOf(request, stage, []))
          : await runRest(runner, request, stage, cancellation);
      } finally {
        await stage.close();
      }
    },
  };
}

async function runRest(
  runner: TaskRunner,
  request: StageRequest,
  stage: RecalledStage,
  cancellation: Parameters<TaskRunner["run"]>[1],
): Promise<Outcome<Results>> {
  const left = Int32Array.from(missing(request.work.count, stage.outputs));
  const place = (index: number): number => left[index] ?? 0;
  const work: StageWork = { count: left.length, at: (index) => request.work.at(place(index)) };
  const outcome = await runner.run(
    {
      ...request,
      work,
      recalled: { whole: request.work, outputs: stage.outputs },
      committed: (index, output) => stage.committed(place(index), output),
    },
    cancellation,
  );
  return outcome.ok ? ok(resultsOf(request, stage, outcome.value)) : outcome;
}

function* missing(count: number, known: ReadonlyMap<number, unknown>): Generator<number> {
  for (let index = 0; index < count; index++) {
    if (!known.has(index)) {
      yield index;
    }
  }
}

/** In the order of the tasks; `rest` are those of the tasks that were not known. */
function resultsOf(request: StageRequest, stage: RecalledStage, rest: Results): Results {
  let next = 0;
  return Array.from({ length: request.work.count }, (_, index) => {
    const known = stage.outputs.get(index);
    return known === undefined ? rest[next++] : known.result;
  });
}
