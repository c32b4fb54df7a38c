/** One run of a workflow within a test. */
import { mkdirSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Plan } from "../../compiler/ir/plan.ts";
import {
  type MemoryRun,
  planSteps,
  type RunEvent,
  readArguments,
  runInMemory,
} from "../../runtime/index.ts";
import type { Arguments, StepFacts, TestRunOptions } from "../../sdk/test.ts";
import type { CliIo } from "../cli-io.ts";
import type { CompiledWorkflow } from "../compile-workflow.ts";
import { showArgumentProblems } from "../show-arguments.ts";
import { UsageError } from "../usage-error.ts";
import { placeArguments } from "./inline-arguments.ts";
import { inlineIo } from "./inline-io.ts";
import type { WorkflowCoverage } from "./protocol.ts";
import { TestFailure } from "./test-failure.ts";
import { functionNames, type TestedProgram, unknownName } from "./tested-program.ts";

export interface RunPlace {
  readonly program: TestedProgram;
  /** Of the test file, relative to the working directory of `io`. */
  readonly testFile: string;
  /** Absolute; of this run alone. */
  readonly folder: string;
  readonly io: CliIo;
  readonly print: (text: string) => void;
  readonly kill: AbortSignal;
}

export interface PerformedRun extends MemoryRun {
  readonly compiled: CompiledWorkflow;
  readonly coverage: WorkflowCoverage;
  step(name: string): StepFacts;
  /** A text of the run with the names of inline files as the test gives them. */
  readable(text: string): string;
}

/** Throws `TestFailure` for what a run cannot be started with. */
export async function runWorkflow(
  place: RunPlace,
  args: Arguments,
  options: TestRunOptions,
): Promise<PerformedRun> {
  const { program, folder, io } = place;
  const compiled = chooseCompiled(program, options.workflow);
  const { plan } = compiled;
  const stubs = options.stubs ?? {};
  checkStubs(plan, stubs);
  mkdirSync(folder, { recursive: true });
  const inlineFolder = join(folder, "arguments");
  const { params, environment } = placeArguments(plan, args, inlineFolder);
  const testFolder = dirname(resolve(io.cwd, place.testFile));
  const read = readArguments(plan, {
    assignments: [],
    params,
    workingFolder: testFolder,
    paramsFolder: testFolder,
    root: io.cwd,
    environment,
  });
  if (!read.ok) {
    const shown = inlineIo(io);
    showArgumentProblems(read.error, compiled, program.file, shown.io);
    throw new TestFailure(
      "the arguments do not fit the workflow",
      nameInlineFiles(shown.text(), inlineFolder),
    );
  }
  const started = new Set<string>();
  const run = await runInMemory(plan, {
    args: read.value.values,
    secrets: read.value.secrets,
    root: io.cwd,
    seed: options.seed ?? 1,
    kill: place.kill,
    stubs: stubs as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>, // functions, as checked
    folder,
    log: (level, message) => place.print(`${level}: ${message}\n`),
    reporters: [
      (event: RunEvent) => void (event.kind === "step-started" && started.add(event.step)),
    ],
  });
  const readable = (text: string): string => nameInlineFiles(text, inlineFolder);
  return {
    ...run,
    result: mapStrings(run.result, readable),
    readable,
    compiled,
    coverage: coverageOf(plan, started),
    step: (name) => factsOf(plan, run, name),
  };
}

/** Where inline files are differs from run to run; what they are called does not. */
function nameInlineFiles(text: string, folder: string): string {
  const [first = "", ...more] = text.split(`${folder}${sep}`);
  return first + more.map((part) => part.replace(/^\d+[/\\]/u, "")).join("");
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") {
    return map(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => mapStrings(item, map));
  }
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array)
    ? Object.fromEntries(
        Object.entries(value).map(([name, field]) => [name, mapStrings(field, map)]),
      )
    : value;
}

function chooseCompiled(program: TestedProgram, name: string | undefined): CompiledWorkflow {
  try {
    return program.workflow(name);
  } catch (error) {
    if (error instanceof UsageError) {
      throw new TestFailure(error.message, error.hint === undefined ? "" : `hint: ${error.hint}\n`);
    }
    throw error;
  }
}

function checkStubs(plan: Plan, stubs: Readonly<Record<string, unknown>>): void {
  for (const [name, stub] of Object.entries(stubs)) {
    if (!Object.hasOwn(plan.functions, name)) {
      throw new TestFailure(
        unknownName(`\`${plan.workflow}\` calls no function`, name, functionNames(plan)),
      );
    }
    if (typeof stub !== "function") {
      throw new TestFailure(`the stub of \`${name}\` is no function`);
    }
  }
}

function coverageOf(plan: Plan, started: ReadonlySet<string>): WorkflowCoverage {
  const steps = planSteps(plan);
  const namesOf = (found: typeof steps) => [...new Set(found.flatMap(({ steps: names }) => names))];
  return {
    workflow: plan.workflow,
    steps: namesOf(steps),
    run: namesOf(steps.filter(({ node }) => started.has(node))),
  };
}

function factsOf(plan: Plan, { outcome }: MemoryRun, name: string): StepFacts {
  const steps = planSteps(plan);
  const found = steps.find(({ steps: names }) => names.includes(name));
  if (found === undefined) {
    throw new TestFailure(
      unknownName(
        `\`${plan.workflow}\` runs no step`,
        name,
        steps.flatMap(({ steps: names }) => names),
      ),
    );
  }
  const totals = outcome.steps.find(({ step }) => step === found.node);
  return {
    tasks: totals?.tasks ?? 0,
    attempts: totals?.attempts ?? 0,
    failed: totals?.failed ?? 0,
    recordsIn: totals?.recordsIn ?? 0,
    recordsOut: totals?.recordsOut ?? 0,
    skipped: totals?.skipped ?? 0,
    counters: totals?.counters ?? {},
  };
}
