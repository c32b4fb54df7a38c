/**
 * Progress for a person: on a terminal a block with a line for each step, elsewhere a line for a step every ten seconds and
 * when it ends. Lines that functions print appear above, named by their task.
 */
import { displayPrinted, displayText } from "../../shared/display-text.ts";
import { excerpt } from "../../shared/excerpt.ts";
import type { Clock } from "../clock.ts";
import type { Failure } from "../failure.ts";
import type { Reporter, RunEvent, RunEventOf } from "../run-event.ts";
import { SHOWN_MESSAGE } from "../run-failure.ts";
import { formatCount, formatDuration, formatSeconds, formatSize } from "./format-quantity.ts";
import { createLiveBlock } from "./live-block.ts";
import { blockLines } from "./progress-block.ts";
import type { StepLabel } from "./step-labels.ts";
import { createRunProgress, type StepProgress } from "./step-progress.ts";
import { leftBehindBy, taskLabel } from "./task-label.ts";

export interface ProgressOutput {
  write(text: string): void;
  readonly colour: boolean;
  /** Of the terminal as it is now; undefined where it does not know. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
}

export interface Progress {
  readonly report: Reporter;
  /** A line of somebody else's, above what is drawn. */
  say(line: string): void;
  /** Nothing is drawn any more, and nothing of what was drawn over stays. */
  close(): void;
}

/** Between two lines about one step; between two looks at it; between two drawings of the block. */
const LINE_MS = 10_000;
const LOOK_MS = 1_000;
const DRAW_MS = 100;

export function createPlainProgress(
  output: Pick<ProgressOutput, "write">,
  clock: Clock,
  label: StepLabel = (step) => step,
): Progress {
  const progress = createRunProgress();
  /** When a step was last spoken of, and how many of its tasks were done. */
  const said = new Map<string, { readonly time: number; readonly done: number }>();

  const say = (step: StepProgress, time: number): void => {
    said.set(step.step, { time, done: step.done });
    output.write(`${stepLine(step, label)}\n`);
  };
  const sayDue = (now: number): void => {
    for (const step of progress.steps.values()) {
      const last = said.get(step.step)?.time ?? step.firstStart ?? now;
      if (step.done < step.tasks && step.open > 0 && now - last >= LINE_MS) {
        say(step, now);
      }
    }
  };
  const stop = every(LOOK_MS, clock, () => sayDue(clock.now()));

  return {
    report(event) {
      const step = progress.apply(event);
      const note = noteOf(event);
      if (note !== undefined) {
        output.write(`${displayPrinted(note)}\n`);
      }
      if (
        event.kind === "step-finished" &&
        step !== undefined &&
        step.open === 0 &&
        step.tasks > 0
      ) {
        // A step in a loop ends again and again.
        const last = said.get(step.step);
        if (event.at === "" || last === undefined || event.time - last.time >= LINE_MS) {
          say(step, event.time);
        }
      }
      if (event.kind === "run-finished") {
        for (const ended of progress.steps.values()) {
          if (said.has(ended.step) && said.get(ended.step)?.done !== ended.done) {
            say(ended, event.time);
          }
        }
      }
    },
    say: (line) => output.write(`${line}\n`),
    close: stop,
  };
}

export function createLiveProgress(
  output: ProgressOutput,
  clock: Clock,
  label: StepLabel = (step) => step,
): Progress {
  const progress = createRunProgress();
  const block = createLiveBlock(output);
  let notes: string[] = [];
  let run = "";
  let started = clock.now();
  let draining = false;
  let closed = false;

  const draw = (): void => {
    const now = clock.now();
    const above = notes;
    notes = [];
    const footer = `${run}  ${formatSeconds(wholeSeconds(now - started))}${draining ? "  interrupted, waiting for tasks that run" : ""}`;
    const lines = closed
      ? []
      : blockLines(progress, {
          columns: output.columns ?? 80,
          rows: output.rows ?? 24,
          colour: output.colour,
          now,
          label,
          footer,
        });
    block.draw(above, lines);
  };
  const stop = every(DRAW_MS, clock, draw);

  const say = (line: string): void => {
    notes.push(displayPrinted(line));
    if (closed) {
      draw();
    }
  };
  const close = (): void => {
    stop();
    closed = true;
    draw();
  };

  return {
    report(event) {
      progress.apply(event);
      const note = noteOf(event);
      if (note !== undefined) {
        say(note);
      }
      if (event.kind === "run-started") {
        run = event.run;
        started = event.time;
      } else if (event.kind === "run-draining") {
        draining = true;
        draw();
      } else if (event.kind === "run-finished") {
        close();
      }
    },
    say,
    close,
  };
}

/** Calls `work` again and again until the answer is called. */
function every(ms: number, clock: Clock, work: () => void): () => void {
  let cancel = (): void => {};
  const again = (): void => {
    cancel = clock.after(ms, () => {
      work();
      again();
    });
  };
  again();
  return () => cancel();
}

/** The block changes with each second, not with each look at it. */
const wholeSeconds = (ms: number): number => Math.floor(ms / 1_000) * 1_000;

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
      return `${taskLabel(event)} | ${event.text}`;
    case "note":
      return `note: ${event.text}`;
    case "task-retried":
      return `${taskLabel(event)} failed (${thrown(event.failure)}), again ${event.delayMs === 0 ? "at once" : `in ${formatDuration(event.delayMs)}`}`;
    case "run-draining":
      return "interrupted: tasks that run may end, nothing new starts; once more stops them";
    case "task-repaired":
      return `${taskLabel(event)} was done again: ${event.object} was lost or damaged`;
    case "error-left-behind":
      return `${taskLabel(event)} ${leftBehindBy(event)}: ${thrown(event.failure)}`;
    case "task-waiting":
      return `${taskLabel(event)} ${waitingNote(event)}`;
    default:
      return undefined;
  }
}

const thrown = ({ code, message }: Failure): string =>
  displayText(excerpt(`${code}: ${message}`, SHOWN_MESSAGE));

function waitingNote({ item, waitedMs, endsInMs }: RunEventOf<"task-waiting">): string {
  const where = item === null ? "has been at work" : `has been at ${item}`;
  const end =
    endsInMs === null ? "it has no timeout" : `its timeout ends it in ${formatDuration(endsInMs)}`;
  return `${where} for ${formatDuration(waitedMs)} without a sign; ${end}`;
}
