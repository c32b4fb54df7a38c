import { check } from "../src/compiler/index.ts";
import { createSourceFile } from "../src/compiler/source/source-file.ts";
import type { SourceHost } from "../src/compiler/source/source-host.ts";
import { parse } from "../src/compiler/syntax/parse.ts";
import { type Bench, median } from "./bench.ts";
import { longProgram } from "./generate/wide-program.ts";

/** Rounds of the generator, each of two bindings on average. */
const ROUNDS = 500;
const LINES = 8_000;
const WARM_UP = 30;
const RUNS = 31;

export const bench: Bench = {
  summary: "parse and check of about 8,000 lines / 1,000 steps, in process, after warm-up",
  async run(_, log) {
    const text = padToLines(longProgram(ROUNDS), LINES);
    const path = "long.flow";
    const host: SourceHost = {
      readText: (asked) => (asked === path ? text : undefined),
      resolve: (_from, specifier) => specifier,
    };
    log(
      `${text.split("\n").length} lines, ${text.length} bytes, ${text.match(/^ {2}[a-z]+[0-9]* = /gm)?.length} steps`,
    );
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

/** With more comment above the steps, until the file has so many lines. */
function padToLines(text: string, lines: number): string {
  const given = text.split("\n");
  const comments = given.filter((line) => line.startsWith("  //")).length;
  const more = Math.ceil((lines - given.length) / comments);
  return given
    .flatMap((line) =>
      line.startsWith("  //")
        ? [
            ...Array.from(
              { length: more },
              (_, i) => `  // Line ${i} of what there is to say here.`,
            ),
            line,
          ]
        : [line],
    )
    .join("\n");
}
