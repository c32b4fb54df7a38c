/**
 * Progress for a person: on a terminal one block that is drawn over itself, elsewhere a line when a step starts to have
 * tasks, every few seconds, and when it ends. Lines that functions print appear above, named by their step.
 */
import type { Clock } from "../clock.ts";
import type { Reporter, RunEvent, RunEventOf } from "../run-event.ts";
import { formatCount, formatDuration, formatSize } from "./format-quantity.ts";
import type { StepLabel } from "./step-labels.ts";
import { createRunProgress, type RunProgress, type StepProgress } from "./step-progress.ts";

export interface ProgressOutput {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
}

/** Between two lines about one step; between two drawings of the block. */
const LINE_MS = 5_000;
const DRAW_MS = 100;

/** Steps drawn at once: a block must not grow past the screen. */
const DRAWN = 12;

export function createProgress(
  output: ProgressOutput,
  clock: Clock,
  label: StepLabel = (step) => step,
): Reporter {
  return output.isTerminal ? createLiveBlock(output, clock, label) : createLines(output, label);
}

function createLines(output: ProgressOutput, label: StepLabel): Reporter {
  const progress = createRunProgress();
  const lastSaid = new Map<string, number>();
  return (event) => {
    const step = progress.apply(event);
    const note = noteOf(event);
    if (note !== undefined) {
      output.write(`${note}\n`);
    }
    if (step === undefined || step.tasks === 0) {
      return;
    }
    const ended = event.kind === "step-finished" && step.open === 0;
    // A step that is over at once has one line, its last.
    const last = lastSaid.get(step.step) ?? event.time;
    lastSaid.set(step.step, last);
    if (ended || (step.done < step.tasks && event.time - last >= LINE_MS)) {
      lastSaid.set(step.step, event.time);
      output.write(`${stepLine(step, label)}\n`);
    }
  };
}

function createLiveBlock(output: ProgressOutput, clock: Clock, label: StepLabel): Reporter {
  const progress = createRunProgress();
  let drawn = 0;
  let due = false;
  let cancel = (): void => {};

  const erase = (): void => {
    if (drawn > 0) {
      // Ctrl-C echoes behind the block: back to the first column.
      output.write(`\r\u001B[${drawn}A\u001B[J`);
      drawn = 0;
    }
  };
  const draw = (): void => {
    erase();
    const width = output.columns ?? 80;
    const lines = blockLines(progress, label).map((line) => line.slice(0, width - 1));
    if (lines.length > 0) {
      output.write(`${lines.join("\n")}\n`);
      drawn = lines.length;
    }
  };

  return (event) => {
    progress.apply(event);
    const note = noteOf(event);
    if (note !== undefined) {
      erase();
      output.write(`${note}\n`);
      draw();
    }
    if (event.kind === "run-finished") {
      cancel();
      erase();
    } else if (!due) {
      due = true;
      cancel = clock.after(DRAW_MS, () => {
        due = false;
        draw();
      });
    }
  };
}

/** Steps under way, the latest ones where there are too many. */
function blockLines(progress: RunProgress, label: StepLabel): readonly string[] {
  return [...progress.steps.values()]
    .filter(({ open, running, tasks }) => tasks > 0 && (open > 0 || running > 0))
    .slice(-DRAWN)
    .map((step) => stepLine(step, label));
}

function stepLine(step: StepProgress, label: StepLabel): string {
  const parts = [
    `${formatCount(step.done)}/${formatCount(step.tasks)} tasks`,
    step.running > 0 ? `${step.running} running` : "",
    step.failed > 0 ? `${formatCount(step.failed)} failed` : "",
    step.bytesIn > 0 ? `${formatSize(step.bytesIn)} read` : "",
  ];
  return `${label(step.step)}: ${parts.filter((part) => part !== "").join(", ")}`;
}

/** What is worth a line of its own whatever the rate. */
function noteOf(event: RunEvent): string | undefined {
  switch (event.kind) {
    case "log":
      return `${taskOf(event)} | ${event.text}`;
    case "task-retried":
      return `${taskOf(event)} failed (${event.failure.code}: ${event.failure.message}), again ${event.delayMs === 0 ? "at once" : `in ${formatDuration(event.delayMs)}`}`;
    case "run-draining":
      return "interrupted: tasks that run may end, and nothing starts; interrupt again to stop them";
    case "task-waiting":
      return `${taskOf(event)} ${waitingNote(event)}`;
    default:
      return undefined;
  }
}

function waitingNote({ item, waitedMs, endsInMs }: RunEventOf<"task-waiting">): string {
  const where = item === null ? "has been at work" : `has been at ${item}`;
  const end =
    endsInMs === null ? "it has no timeout" : `its timeout ends it in ${formatDuration(endsInMs)}`;
  return `${where} for ${formatDuration(waitedMs)} without a sign; ${end}`;
}

function taskOf(event: RunEventOf<"log" | "task-retried" | "task-waiting">): string {
  const at = event.at === "" ? "" : ` @${event.at}`;
  return `${event.step}[${event.task}]${at}`;
}
