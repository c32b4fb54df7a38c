import { suggest } from "../compiler/diagnostics/edit-distance.ts";
import {
  causeOf,
  findRun,
  flowFolder,
  type Journal,
  type JournalProblem,
  type NoRun,
  openJournal,
  type RunRecord,
  sayings,
} from "../runtime/index.ts";
import type { CliIo } from "./cli-io.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { displayed } from "./show-outcome.ts";
import { UsageError } from "./usage-error.ts";

/** Works on the journal, undefined where no run has been made; or says what is wrong with it. */
export async function withJournal(
  io: CliIo,
  mode: "read" | "change",
  work: (journal: Journal | undefined) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  const folder = flowFolder(io.cwd, io.environment);
  const found = openJournal(folder, mode);
  if (!found.ok) {
    return found.error.kind === "absent" ? work(undefined) : showProblem(found.error, io);
  }
  using journal = found.value;
  try {
    return await work(journal);
  } catch (error) {
    const cause = causeOf(error);
    if (cause === undefined) {
      throw error;
    }
    const { path } = journal;
    return showProblem({ kind: cause, path, message: `the journal ${path} ${sayings[cause]}` }, io);
  }
}

/** Throws `UsageError` where it is not clear which run is meant. */
export function chooseRun(journal: Journal | undefined, text: string, now: number): RunRecord {
  const found: ReturnType<typeof findRun> =
    journal === undefined
      ? { ok: false, error: { kind: "unknown", names: [] } }
      : findRun(journal, text, now);
  if (!found.ok) {
    throw describeChoice(found.error, text);
  }
  return found.value;
}

const SHOWN = 5;

export function describeChoice({ kind, names }: NoRun, text: string): UsageError {
  if (kind === "ambiguous") {
    const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : "";
    return new UsageError(
      `${names.length} runs begin with \`${text}\``,
      `Give more of the name: ${names.slice(0, SHOWN).join(", ")}${more}.`,
    );
  }
  if (names.length === 0) {
    return new UsageError(`there is no run \`${text}\``, "No run has been made here yet.");
  }
  const near = suggest(text, names);
  return new UsageError(
    `there is no run \`${text}\``,
    near === undefined ? "`flow runs` lists them." : `Did you mean \`${near}\`?`,
  );
}

function showProblem({ kind, path, message }: JournalProblem, io: CliIo): ExitCode {
  const shown = displayed(path, io);
  io.stderr.write(`error: ${message.replaceAll(path, shown)}\n`);
  const hint = hints[kind];
  if (hint !== undefined) {
    io.stderr.write(`hint: ${hint(shown)}\n`);
  }
  return exitCodes.failed;
}

const hints: { readonly [kind in JournalProblem["kind"]]?: (path: string) => string } = {
  corrupt: (path) =>
    `Move ${path} away: the next run begins another one. What runs have made is not in it and stays.`,
  newer: () => "Use the version of flow that made it, or a later one.",
  unwritable: () => "See that the file and its folder can be read and written.",
  full: () => "Make room on the disk, and try again.",
  busy: () => "Try again in a moment.",
};
