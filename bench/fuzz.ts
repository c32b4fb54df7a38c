import fc from "fast-check";
import { format } from "../src/compiler/format/format.ts";
import { createSourceFile } from "../src/compiler/source/source-file.ts";
import { parse } from "../src/compiler/syntax/parse.ts";
import { mutantsOf } from "../test/support/mutants.ts";
import { programs } from "../test/support/programs.ts";
import { findOpenOffsets } from "../test/support/syntax-laws.ts";
import type { Bench } from "./bench.ts";

const SEED = 20_261_124;

export const bench: Bench = {
  summary:
    "mutated and truncated programs: no throw, no hang, every open bracket diagnosed [COUNT]",
  async run([count = "100000"], log) {
    const runs = Number.parseInt(count, 10);
    let valid = 0;
    let slowestMs = 0;
    let unstable = 0;
    fc.assert(
      fc.property(mutantsOf(programs), ({ text }) => {
        const start = performance.now();
        const file = createSourceFile("mutant.flow", text);
        const { diagnostics } = parse(file);
        slowestMs = Math.max(slowestMs, performance.now() - start);
        if (diagnostics.length === 0) {
          valid++;
          unstable += isStable(text) ? 0 : 1;
        }
      }),
      { numRuns: runs, seed: SEED },
    );
    log(`${runs} mutants`);
    const { cuts, missed } = cutOff();
    log(`${cuts} truncations`);
    return [
      { what: "mutants that are programs", value: valid, unit: "", note: `of ${runs}` },
      {
        what: "programs that change when formatted twice",
        value: unstable,
        unit: "",
        bar: { is: "<=", limit: 0 },
      },
      {
        what: "truncations in a bracket or string without a diagnostic",
        value: missed,
        unit: "",
        bar: { is: "<=", limit: 0 },
        note: `of ${cuts}`,
      },
      { what: "slowest parse", value: slowestMs, unit: "ms" },
    ];
  },
};

function isStable(text: string): boolean {
  const once = format(createSourceFile("mutant.flow", text));
  if (!once.ok) {
    return false;
  }
  const twice = format(createSourceFile("mutant.flow", once.value));
  return twice.ok && twice.value === once.value;
}

function cutOff(): { readonly cuts: number; readonly missed: number } {
  let cuts = 0;
  let missed = 0;
  for (const { text } of programs) {
    for (const end of findOpenOffsets(createSourceFile("whole.flow", text))) {
      cuts++;
      missed +=
        parse(createSourceFile("cut.flow", text.slice(0, end))).diagnostics.length > 0 ? 0 : 1;
    }
  }
  return { cuts, missed };
}
