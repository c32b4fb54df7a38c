import { check } from "../src/compiler/index.ts";
import { createSourceFile } from "../src/compiler/source/source-file.ts";
import type { SourceHost } from "../src/compiler/source/source-host.ts";
import { parse } from "../src/compiler/syntax/parse.ts";
import { type Bench, median } from "./bench.ts";
import { longProgram } from "./generate/wide-program.ts";

const STEPS = 1_000;
const WARM_UP = 30;
const RUNS = 31;

export const bench: Bench = {
  summary: "parse and check of about 8,000 lines / 1,000 steps, in process, after warm-up",
  async run(_, log) {
    const text = padToLines(longProgram(STEPS), 8_000);
    const path = "long.flow";
    const host: SourceHost = {
      readText: (asked) => (asked === path ? text : undefined),
      resolve: (_from, specifier) => specifier,
    };
    log(`${text.split("\n").length} lines, ${text.length} bytes`);
    const file = createSourceFile(path, text);
    const parsing = () => parse(file).diagnostics.length;
    const checking = () => check(path, host).diagnostics.filter((d) => d.severity === "error");
    const errors = checking();
    if (errors.length > 0) {
      throw new Error(`the generated program is wrong: ${errors[0]?.message}`);
    }
    const note = `median of ${RUNS} after ${WARM_UP}`;
    return [
      {
        what: "parse",
        value: timed(parsing),
        unit: "ms",
        bar: { is: "<=", limit: 40 },
        note,
      },
      {
        what: "check, parse included",
        value: timed(checking),
        unit: "ms",
        bar: { is: "<=", limit: 60 },
        note,
      },
    ];
  },
};

function timed(work: () => unknown): number {
  for (let i = 0; i < WARM_UP; i += 1) {
    work();
  }
  return median(
    Array.from({ length: RUNS }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );
}

/** Comment lines between the steps, as a file of that length would have them. */
function padToLines(text: string, lines: number): string {
  const given = text.split("\n");
  const every = Math.max(1, Math.floor(given.length / Math.max(1, lines - given.length)));
  const padded = given.flatMap((line, i) =>
    i > 3 && i % every === 0 && line.startsWith("  //") ? ["", line] : [line],
  );
  return padded.join("\n");
}
