import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bench, median } from "./bench.ts";

const RUNS = 15;
const root = fileURLToPath(new URL("..", import.meta.url));

/** No functions, so that no verdict is needed; `wordcount.flow` has functions, whose verdict the first run caches. */
const PLAIN = `type Row = { id: int, city: string, amount: float }
workflow cities(input: files) -> dataset<{ key: string, total: float }> {
  rows = read input as csv of Row
  return group r in rows by city { total: sum(r.amount) }
}
`;

export const bench: Bench = {
  summary: "cold `flow check` as a whole process, built file (run `npm run build` first)",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "flow-bench-"));
    try {
      const plain = join(folder, "cities.flow");
      writeFileSync(plain, PLAIN);
      return [
        measure("cold check of a file without functions", plain),
        measure(
          "cold check with a cached verdict on its functions",
          join(root, "workflows", "wordcount.flow"),
        ),
        {
          what: "node alone, the same runs",
          value: time(process.execPath, ["-e", "0"]),
          unit: "ms",
          note: `median of ${RUNS}`,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function measure(
  what: string,
  file: string,
): ReturnType<Bench["run"]> extends Promise<readonly (infer F)[]> ? F : never {
  return {
    what,
    value: time(process.execPath, [join(root, "bin", "flow.js"), "check", file]),
    unit: "ms",
    bar: { is: "<=", limit: 250 },
    note: `median of ${RUNS} after 2`,
  };
}

function time(command: string, args: readonly string[]): number {
  const runs = Array.from({ length: RUNS + 2 }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
    if (status !== 0) {
      throw new Error(`${command} ${args.join(" ")}: exit ${status}\n${stderr}`);
    }
    return performance.now() - start;
  });
  return median(runs.slice(2));
}
