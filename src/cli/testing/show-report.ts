/** Reports of test files as people read them: a line for each, then what failed. */
import type { TextOutput } from "../cli-io.ts";
import { type FileReport, hasFailed, type TestOutcome } from "./file-report.ts";

type Paint = (text: string) => string;

interface Colours {
  readonly good: Paint;
  readonly bad: Paint;
  readonly faint: Paint;
}

function coloursOf({ colour }: Pick<TextOutput, "colour">): Colours {
  const paint =
    (code: string): Paint =>
    (text) =>
      colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { good: paint("32"), bad: paint("1;31"), faint: paint("2") };
}

/** `pass  a.flowtest.ts  3 tests  41 ms`, and what is to be said of its snapshots. */
export function showFileLine(file: FileReport, output: TextOutput): void {
  const { good, bad, faint } = coloursOf(output);
  const verdict = hasFailed(file) ? bad("FAIL") : good("pass");
  const { kept, obsolete, removed } = file.snapshots;
  const notes = [
    ...(kept.length === 0 ? [] : [`${count(kept.length, "snapshot")} kept`]),
    ...(obsolete.length === 0
      ? []
      : [`${count(obsolete.length, "obsolete snapshot")}${removed ? " removed" : ""}`]),
  ];
  const time = faint(formatTime(file.elapsedMs));
  output.write(`${verdict}  ${[file.path, countOf(file), ...notes].join("  ")}  ${time}\n`);
  if (!removed) {
    output.write(obsolete.map((key) => `      obsolete: ${key}\n`).join(""));
  }
}

/** Everything there is to say of what failed in a file, and of what was not run. */
export function showFailures(file: FileReport, output: TextOutput): void {
  const { bad, faint } = coloursOf(output);
  if (file.broken !== null) {
    output.write(`\n${bad("FAIL")} ${file.path}: its tests could not be run\n${file.broken}`);
  }
  for (const test of file.tests) {
    if (test.kind === "failed") {
      output.write(`\n${bad("FAIL")} ${file.path} > ${test.name}\n${test.failure.text}`);
      if (test.printed !== "") {
        const lines = test.printed.trimEnd().split("\n");
        output.write(lines.map((line) => faint(`  printed: ${line}`)).join("\n"));
        output.write("\n");
      }
    }
  }
}

/** Steps of tested workflows that no test ran, by program. */
export function showCoverage(files: readonly FileReport[], output: TextOutput): void {
  for (const [program, reports] of Map.groupBy(files, (file) => file.program)) {
    const found = reports.flatMap(({ coverage }) => coverage);
    if (found.length === 0) {
      output.write(`${program}: no workflow was run\n`);
    }
    for (const [workflow, runs] of Map.groupBy(found, (run) => run.workflow)) {
      const all = new Set(runs.flatMap(({ steps }) => steps));
      const run = new Set(runs.flatMap(({ run: names }) => names));
      const missed = [...all].filter((step) => !run.has(step));
      output.write(
        `${program} ${workflow}: ${run.size} of ${count(all.size, "step")} run${missed.length === 0 ? "" : `; steps never run: ${missed.join(", ")}`}\n`,
      );
    }
  }
}

export function showTotals(
  files: readonly FileReport[],
  elapsedMs: number,
  output: TextOutput,
): void {
  const tests = files.flatMap((file) => file.tests);
  const broken = files.filter((file) => file.broken !== null).length;
  const { good, bad } = coloursOf(output);
  const number = (kind: TestOutcome["kind"]): number =>
    tests.filter((test) => test.kind === kind).length;
  const [passed, failed, skipped] = [number("passed"), number("failed"), number("skipped")];
  const parts = [
    ...(passed === 0 ? [] : [good(`${passed} passed`)]),
    ...(failed === 0 ? [] : [bad(`${failed} failed`)]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(broken === 0 ? [] : [bad(`${count(broken, "file")} could not be run`)]),
  ];
  output.write(
    `\n${count(files.length, "file")}, ${count(tests.length, "test")}: ${parts.join(", ")} in ${formatTime(elapsedMs)}\n`,
  );
}

function countOf({ broken, tests }: FileReport): string {
  if (broken !== null && tests.length === 0) {
    return "not run";
  }
  const failed = tests.filter(({ kind }) => kind === "failed").length;
  const skipped = tests.filter(({ kind }) => kind === "skipped").length;
  return [
    failed === 0
      ? count(tests.length, "test")
      : `${failed} of ${count(tests.length, "test")} failed`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ].join(", ");
}

export function count(number: number, thing: string): string {
  return `${number} ${number === 1 ? thing : `${thing}s`}`;
}

function formatTime(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
