import { existsSync } from "node:fs";
import { relative } from "node:path";
import type { Plan } from "../../compiler/ir/plan.ts";
import {
  type Charter,
  type CharterProblem,
  cacheFolder,
  changesSince,
  createFileDigests,
  createFileSystemStore,
  flowFolder,
  isSecret,
  notCsv,
  type OnFailure,
  type ReadArguments,
  readArguments,
  readCharter,
  storeFolder,
  systemClock,
} from "../../runtime/index.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { CliIo } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { findStoredRun } from "../find-stored-run.ts";
import { performRun } from "../perform-run.ts";
import { renderRefusal } from "../run-document.ts";
import { readOut, readWorkers } from "../run-settings.ts";
import { displayed, type Presentation } from "../show-outcome.ts";
import { programOf } from "../stored-program.ts";
import { UsageError } from "../usage-error.ts";
import { version } from "../version.ts";
import type { ProgressChoice } from "../watch-run.ts";

interface ResumeOptions {
  readonly out: string | undefined;
  readonly as: "jsonl" | "csv" | undefined;
  readonly workers: string | undefined;
  readonly "on-failure": OnFailure;
  readonly "no-speculation": boolean;
  readonly json: boolean;
  readonly progress: ProgressChoice;
  readonly quiet: boolean;
  readonly events: string | undefined;
}

/** Why a run cannot go on: a clause, and what to do. */
interface Refusal {
  readonly message: string;
  readonly hint: string;
}

export const run: Action<ResumeOptions> = async ({ operands: [text = ""], options }, io) => {
  if (options.json && options.events === "-") {
    throw new UsageError("--json and --events - both want standard output");
  }
  const workers = readWorkers(options.workers);
  const given = readOut(io.cwd, options.out);
  const found = findStoredRun(text, io);
  if (found.state === "running") {
    const process = found.pid === null ? "" : `, in process ${found.pid}`;
    throw new UsageError(
      `${found.run} is still going on${process}`,
      `\`flow show ${found.run}\` says how far it is, \`flow cancel ${found.run}\` stops it.`,
    );
  }
  if (found.state === "done" && given === undefined && existsSync(found.result)) {
    io.stderr.write(`${found.run} is done: its result is in ${displayed(found.result, io)}\n`);
    return exitCodes.done;
  }
  const prepared = await prepare(found.run, io);
  if (!prepared.ok) {
    const { message, hint } = prepared.error;
    io.stderr.write(`error: ${found.run} cannot go on: ${message}\nhint: ${hint}\n`);
    if (options.json) {
      const problem = { message, hint, argument: null };
      io.stdout.write(renderRefusal("usage-error", { problems: [problem] }));
    }
    return exitCodes.failed;
  }
  const { charter, plan, args, sources } = prepared.value;
  const as = options.as ?? charter.as;
  const notFlat = as === "csv" ? notCsv(plan.result) : undefined;
  if (notFlat !== undefined) {
    throw new UsageError(notFlat, "Leave out `--as csv`.");
  }
  const out = given ?? readOut(charter.root, charter.out ?? undefined);
  const presentation: Presentation = {
    out,
    as,
    stdout: options.json ? "document" : options.events === "-" ? "events" : "preview",
    quiet: options.quiet,
  };
  return performRun(
    {
      plan,
      args,
      sources,
      details: { ...charter, version },
      root: charter.root,
      seed: charter.seed,
      workers,
      onFailure: options["on-failure"],
      speculation: !options["no-speculation"],
      presentation,
      watch: options,
      resumed: { run: found.run, charter },
    },
    io,
  );
};

interface Prepared {
  readonly charter: Charter;
  readonly plan: Plan;
  readonly args: ReadArguments;
  readonly sources: ReturnType<typeof programOf>["sources"];
}

async function prepare(run: string, io: CliIo): Promise<Result<Prepared, Refusal>> {
  const folder = flowFolder(io.cwd, io.environment);
  const read = await readCharter(createFileSystemStore(storeFolder(folder)), run);
  if (!read.ok) {
    return err(describeCharter(read.error));
  }
  const charter = read.value;
  const { plan, sources, changed } = programOf(charter, io);
  const files = createFileDigests(undefined, systemClock.now);
  const { functions, inputs } = await changesSince(charter, files, cacheFolder(folder));
  const places = [
    ...changed,
    ...functions.flatMap(({ name, files }) =>
      files.length === 0 ? [`the code of \`${name}\``] : files,
    ),
    ...inputs.map((path) => relative(charter.root, path)),
  ];
  if (places.length > 0) {
    return err({ message: describeChanges([...new Set(places)]), hint: ANEW });
  }
  const secrets = readSecrets(plan, charter, io);
  return secrets.ok
    ? ok({
        charter,
        plan,
        sources,
        args: { ...secrets.value, values: { ...charter.args, ...secrets.value.values } },
      })
    : secrets;
}

const ANEW = "`flow run` begins anew, and takes over from other runs what still holds.";

const SHOWN = 5;

function describeChanges(places: readonly string[]): string {
  const more = places.length > SHOWN ? ` and ${places.length - SHOWN} more` : "";
  const have = places.length === 1 ? "has" : "have";
  return `${places.slice(0, SHOWN).join(", ")}${more} ${have} changed since it began`;
}

function describeCharter({ kind }: CharterProblem): Refusal {
  switch (kind) {
    case "absent":
      return { message: "the store does not say what it was asked to do", hint: ANEW };
    case "damaged":
      return { message: "what the store says it was asked to do is damaged", hint: ANEW };
    case "newer":
      return {
        message: "it was begun by another version of flow",
        hint: "Use that version, or begin anew with `flow run`.",
      };
    default:
      return assertNever(kind);
  }
}

/** They are kept nowhere: the environment has them, as it had when the run began. */
function readSecrets(plan: Plan, charter: Charter, io: CliIo): Result<ReadArguments, Refusal> {
  const read = readArguments(
    { ...plan, params: plan.params.filter(isSecret) },
    {
      assignments: [],
      params: null,
      workingFolder: charter.root,
      paramsFolder: charter.root,
      root: charter.root,
      environment: io.environment,
    },
  );
  return read.ok
    ? read
    : err({
        message: read.error.map(({ message }) => message).join(", "),
        hint: "Set it as it was when the run began.",
      });
}
