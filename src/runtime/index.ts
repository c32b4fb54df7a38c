/** Public API of the runtime. */

export {
  type ArgumentProblem,
  type GivenArguments,
  type ReadArguments,
  readArguments,
  secretVariable,
} from "./arguments/read-arguments.ts";
export { systemClock } from "./clock.ts";
export {
  type RunAdapters,
  type RunOptions,
  type RunOutcome,
  runPlan as run,
} from "./driver/run-plan.ts";
export type { Failure, FailureKind } from "./failure.ts";
export { type FailureCode, type FailureCodeName, failureCodes } from "./failure-codes.ts";
export {
  flowFolder,
  type LocalOptions,
  type LocalRun,
  runLocally,
} from "./local.ts";
export { type PreviewRequest, previewResult } from "./output/preview.ts";
export type { RowFormat } from "./output/write-dataset.ts";
export { notCsv, type OutputRequest, RESULT_FILE, writeOutput } from "./output/write-output.ts";
export { type PlanStep, planSteps } from "./report/plan-steps.ts";
export { createProgress, type ProgressOutput } from "./report/progress.ts";
export { type StepLabel, stepLabels } from "./report/step-labels.ts";
export type { StepTotals } from "./report/step-totals.ts";
export { renderSummary } from "./report/summary.ts";
export type { Reporter, RunEvent, RunEventOf } from "./run-event.ts";
export { type FailureReport, type RunFailure, reportFailure } from "./run-failure.ts";
export { type MemoryRun, type MemoryRunOptions, runInMemory } from "./run-in-memory.ts";
export { createReaper, type Reaper } from "./worker/reaper.ts";
