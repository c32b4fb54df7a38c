import { existsSync } from "node:fs";
import { join } from "node:path";
import { createSourceFile } from "../../compiler/source/source-file.ts";
import {
  flowFolder,
  formatCount,
  formatDuration,
  listSteps,
  logPath,
  type RunRecord,
  renderStepTable,
  resultPath,
  type StepRecord,
  storeFolder,
  systemClock,
} from "../../runtime/index.ts";
import type { CliIo } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { renderFailure } from "../show-failure.ts";
import { displayed } from "../show-outcome.ts";
import { showTime } from "../show-time.ts";
import { chooseRun, withJournal } from "../with-journal.ts";

export const run: Action<{ readonly json: boolean }> = (
  { operands: [text = ""], options: { json } },
  io,
) =>
  withJournal(io, "read", (journal) => {
    const now = systemClock.now();
    const record = chooseRun(journal, text, now);
    const steps = journal === undefined ? [] : listSteps(journal, record.id);
    io.stdout.write(json ? renderDocument(record, steps, io) : renderRun(record, steps, now, io));
    return exitCodes.done;
  });

function renderRun(
  record: RunRecord,
  steps: readonly StepRecord[],
  now: number,
  io: CliIo,
): string {
  const labels = new Map(steps.map(({ totals: { step }, label }) => [step, label]));
  const store = storeFolder(flowFolder(io.cwd, io.environment));
  const table = renderStepTable(
    steps.map(({ totals }) => totals),
    {
      label: (step) => labels.get(step) ?? step,
      placeOf: (key) => displayed(join(store, key), io),
      columns: io.stdout.columns,
    },
  );
  const sections = [
    renderHead(record, now),
    table,
    steps.flatMap(unfinished).join(""),
    record.failure === null ? "" : renderFailure(record.failure, sourcesOf(record), io.stdout),
    renderPlaces(record, io),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

function renderHead(record: RunRecord, now: number): string {
  const took = formatDuration(Math.max(0, (record.ended ?? now) - record.started));
  const rows = [
    ["run", record.run],
    ["workflow", `${record.workflow} in ${record.file}`],
    ["state", `${record.state}, ${record.ended === null ? "for" : "after"} ${took}`],
    [
      "started",
      `${showTime(record.started)}, with ${record.workers} ${record.workers === 1 ? "worker" : "workers"}`,
    ],
    ...record.args.map(({ name, text }, index) => [
      index === 0 ? "arguments" : "",
      `${name} = ${text}`,
    ]),
  ] as const;
  return rows.map(([name = "", text = ""]) => `${name.padEnd(10)} ${text}\n`).join("");
}

/** A line for a step that has not done all its tasks. */
function unfinished({ totals, label, planned, running, state }: StepRecord): readonly string[] {
  if (totals.tasks >= planned) {
    return [];
  }
  const now = running > 0 ? `, ${formatCount(running)} running` : "";
  return [
    `${label}: ${state}, ${formatCount(totals.tasks)} of ${formatCount(planned)} tasks done${now}\n`,
  ];
}

function renderPlaces(record: RunRecord, io: CliIo): string {
  const { log, result } = placesOf(record, io);
  const lines = [
    ...(result === null ? [] : [`result: ${displayed(result, io)}`]),
    ...(log === null ? [] : [`log: ${displayed(log, io)} (flow logs ${record.run})`]),
    ...(record.state === "running" ? [`to stop it: flow cancel ${record.run}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function renderDocument(record: RunRecord, steps: readonly StepRecord[], io: CliIo): string {
  const { run: name, workflow, file, args, state, started, ended, tasks, planned } = record;
  const { seed, workers, version, plan, failure, holder } = record;
  const driver = holder === null ? null : { pid: holder.pid, host: holder.host };
  const places = placesOf(record, io);
  const rows = steps.map(({ totals, ...step }) => ({ ...totals, ...step }));
  const head = { run: name, workflow, file, args, state, started, ended, tasks, planned };
  const more = { seed, workers, version, plan, driver, failure, ...places, steps: rows };
  return `${JSON.stringify({ ...head, ...more })}\n`;
}

/** Absolute; null for what is not there. */
function placesOf(
  { run: name, out, state }: Pick<RunRecord, "run" | "out" | "state">,
  io: CliIo,
): { readonly result: string | null; readonly log: string | null } {
  const folder = flowFolder(io.cwd, io.environment);
  const log = logPath(folder, name);
  const result = out ?? resultPath(folder, name);
  return {
    result: state === "done" && existsSync(result) ? result : null,
    log: existsSync(log) ? log : null,
  };
}

function sourcesOf({ sources }: RunRecord) {
  return (path: string) => {
    const text = sources[path];
    return text === undefined ? undefined : createSourceFile(path, text);
  };
}
