import type { TaskWork } from "../runtime/task.ts";
import { type LoadedSource, type TaskSources, taskSources } from "./source.ts";

/** The tasks of a stage, each made when it is asked for: a million of them cost nothing until they run. */
export interface StageWork {
  readonly count: number;
  /** `index` is below `count`. */
  at(index: number): TaskWork;
}

export function listedWork(works: readonly TaskWork[]): StageWork {
  return {
    count: works.length,
    at(index) {
      const work = works[index];
      if (work === undefined) {
        throw new RangeError(`the stage has no task ${index}`);
      }
      return work;
    },
  };
}

export function mapWork(source: LoadedSource): StageWork {
  const tasks = taskSources(source);
  return {
    count: tasks.count,
    at: (index) => ({ kind: "map", index, source: tasks.at(index) }),
  };
}

/** The tasks of several sources as one stage, input by input. */
export function workOverInputs(
  sources: readonly LoadedSource[],
  work: (input: number, index: number, tasks: TaskSources) => TaskWork,
): StageWork {
  const inputs = sources.map(taskSources);
  return {
    count: inputs.reduce((total, tasks) => total + tasks.count, 0),
    at(index) {
      let left = index;
      for (const [input, tasks] of inputs.entries()) {
        if (left < tasks.count) {
          return work(input, left, tasks);
        }
        left -= tasks.count;
      }
      throw new RangeError(`the stage has no task ${index}`);
    },
  };
}
