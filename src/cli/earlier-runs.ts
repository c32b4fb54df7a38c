/** Runs that one is compared with. */
import {
  type createFileSystemStore,
  type ExplainedRun,
  type Journal,
  listRuns,
  type RunRecord,
  readCharter,
  systemClock,
} from "../runtime/index.ts";

type Store = ReturnType<typeof createFileSystemStore>;

/** Older ones are not looked for. */
const MOST_EARLIER = 20;

/** Of the same workflow, the nearest first. */
export async function earlierRuns(
  journal: Journal | undefined,
  { workflow, started, run: name }: Pick<RunRecord, "workflow" | "started" | "run">,
  store: Store,
): Promise<readonly ExplainedRun[]> {
  const found: ExplainedRun[] = [];
  for (const run of journal === undefined ? [] : listRuns(journal, systemClock.now())) {
    if (found.length === MOST_EARLIER) {
      break;
    }
    if (run.workflow === workflow && run.run !== name && run.started <= started) {
      const charter = await readCharter(store, run.run);
      if (charter.ok) {
        found.push({ run: run.run, charter: charter.value });
      }
    }
  }
  return found;
}
