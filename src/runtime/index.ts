/** Public API of the runtime. */

export {
  type ArgumentProblem,
  type GivenArguments,
  type ReadArguments,
  readArguments,
  secretVariable,
} from "./arguments/read-arguments.ts";
export { systemClock } from "./clock.ts";
export type { OnFailure } from "./core/events.ts";
export {
  type RunAdapters,
  type RunOptions,
  type RunOutcome,
  runPlan as run,
} from "./driver/run-plan.ts";
export type { Failure, FailureKind } from "./failure.ts";
export { type FailureCode, type FailureCodeName, failureCodes } from "./failure-codes.ts";
export { type Collected, collectGarbage, type KeepPolicy } from "./journal/collect-garbage.ts";
export { findRun, listRuns, type NoRun } from "./journal/find-run.ts";
export { markLost } from "./journal/hold.ts";
export { type Journal, type JournalProblem, openJournal, sayings } from "./journal/journal.ts";
export { listSteps } from "./journal/list-steps.ts";
export { printArguments } from "./journal/print-arguments.ts";
export { isAlive } from "./journal/process-identity.ts";
export type { RunRecord, RunState, RunSummary, StepRecord } from "./journal/run-record.ts";
export { causeOf } from "./journal/transaction.ts";
export { charterKey } from "./keys.ts";
export {
  cacheFolder,
  flowFolder,
  type LocalOptions,
  type LocalRun,
  logPath,
  resultPath,
  runLocally,
  storeFolder,
} from "./local.ts";
export { forecastLocally, type LocalForecast } from "./local-forecast.ts";
export { type PreviewRequest, previewResult } from "./output/preview.ts";
export type { RowFormat } from "./output/write-dataset.ts";
export { notCsv, type OutputRequest, RESULT_FILE, writeOutput } from "./output/write-output.ts";
export type { CharterDetails } from "./recall/begin-run.ts";
export { type ChangedSince, changesSince } from "./recall/changes-since.ts";
export { type Charter, type CharterProblem, isSecret, readCharter } from "./recall/charter.ts";
export {
  type ExplainedRun,
  type Explanation,
  explainTask,
  explainUndone,
  findTasks,
  type Reason,
  type TaskPlace,
} from "./recall/explain-task.ts";
export { createFileDigests } from "./recall/file-digest.ts";
export type { ForecastStep } from "./recall/forecast.ts";
export { samePlan } from "./recall/plan-shape.ts";
export { createEventStream, type EventSink, type EventStream } from "./report/event-stream.ts";
export { formatCount, formatDuration, formatSize } from "./report/format-quantity.ts";
export { type PlanStep, planSteps } from "./report/plan-steps.ts";
export {
  createLiveProgress,
  createPlainProgress,
  type Progress,
  type ProgressOutput,
} from "./report/progress.ts";
export {
  createRunLogReader,
  type LogEntry,
  type LogLevel,
  logLevels,
} from "./report/read-run-log.ts";
export { type StepLabel, stepLabels } from "./report/step-labels.ts";
export type { StepTotals } from "./report/step-totals.ts";
export { renderStepTable, renderSummary } from "./report/summary.ts";
export { matchesTask, parseTaskPattern, type TaskPattern, taskLabel } from "./report/task-label.ts";
export { textTable } from "./report/text-table.ts";
export type { Reporter, RunEvent, RunEventOf } from "./run-event.ts";
export { type FailureReport, hasBegun, type RunFailure, reportFailure } from "./run-failure.ts";
export { type MemoryRun, type MemoryRunOptions, runInMemory } from "./run-in-memory.ts";
export { createFileSystemStore } from "./store/file-system.ts";
export { captureOutput } from "./worker/capture-output.ts";
export { createReaper, type Reaper } from "./worker/reaper.ts";
