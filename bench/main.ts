/** `npm run bench -- NAME [ARG ...]`: measures, prints the figures beside their bars, and judges nothing by exit code. */
import type { Bench, Figure } from "./bench.ts";
import { bench as check } from "./check.ts";
import { bench as coldCheck } from "./cold-check.ts";
import { bench as compileWide } from "./compile-wide.ts";
import { bench as core } from "./core.ts";
import { bench as chaos } from "./faults/chaos.ts";
import { bench as killDriver } from "./faults/kill-driver.ts";
import { bench as fuzz } from "./fuzz.ts";
import { bench as journal } from "./journal.ts";
import { bench as noopTasks } from "./noop-tasks.ts";
import { bench as resume } from "./resume.ts";
import { bench as terasort } from "./terasort.ts";
import { bench as wordcount, bytesBench as wordcountBytes } from "./wordcount.ts";

const benches: Readonly<Record<string, Bench>> = {
  chaos,
  check,
  "cold-check": coldCheck,
  "compile-wide": compileWide,
  core,
  fuzz,
  "kill-driver": killDriver,
  journal,
  resume,
  "noop-tasks": noopTasks,
  terasort,
  wordcount,
  "wordcount-bytes": wordcountBytes,
};

const [name, ...args] = process.argv.slice(2);
const chosen = name === undefined ? undefined : benches[name];
if (chosen === undefined) {
  const width = Math.max(...Object.keys(benches).map((key) => key.length));
  const list = Object.entries(benches).map(
    ([key, bench]) => `  ${key.padEnd(width)}  ${bench.summary}`,
  );
  process.stderr.write(
    `${name === undefined ? "" : `no bench ${name}\n`}usage: npm run bench -- NAME\n${list.join("\n")}\n`,
  );
  process.exitCode = 2;
} else {
  const figures = await chosen.run(args, (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(figures.map((figure) => `${printFigure(figure)}\n`).join(""));
}

function printFigure({ what, value, unit, bar, note }: Figure): string {
  const figure = `${what}: ${round(value)} ${unit}`;
  const judged =
    bar === undefined
      ? ""
      : ` (bar ${bar.is} ${bar.limit} ${unit}: ${meets(value, bar) ? "met" : "not met"})`;
  return `${figure}${judged}${note === undefined ? "" : `; ${note}`}`;
}

function meets(value: number, bar: NonNullable<Figure["bar"]>): boolean {
  return bar.is === "<=" ? value <= bar.limit : value >= bar.limit;
}

function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
