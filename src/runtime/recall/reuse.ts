/** What other runs have done, as the recall of a run asks for it. */
import type { StageRequest } from "../driver/task-runner.ts";
import type { TaskOutput } from "../task.ts";
import type { Producer } from "./producers.ts";
import type { NotedTask, StageNotes } from "./stage-notes.ts";

export interface Reuse {
  /** `own`: outputs of tasks that this run has committed before. */
  stage(request: StageRequest, own: ReadonlyMap<number, TaskOutput>): Promise<ReuseStage>;
  /** What the task has left behind is not to be used again. */
  forget(producer: Producer): void;
}

export interface ReuseStage {
  readonly found: ReadonlyMap<number, ReusedOutput>;
  /** From what a task is, or would be, made. */
  describe(index: number): NotedStageTask;
  committed(index: number, output: TaskOutput): void;
  close(): Promise<void>;
}

export interface NotedStageTask {
  readonly stage: Omit<StageNotes, "tasks">;
  readonly task: NotedTask;
}

export interface ReusedOutput {
  readonly output: TaskOutput;
  /** Of the task that made it, in its own run. */
  readonly taskPrefix: string;
}
