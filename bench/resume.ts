/** A run of 20,000 tasks that has nothing left to do, gone on with as a whole process. */
import { globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bench, type Figure, median } from "./bench.ts";
import { timed } from "./timed.ts";

const TASKS = 20_000;
const RUNS = 5;
const flow = fileURLToPath(new URL("../bin/flow.js", import.meta.url));

const PROGRAM = `function same(n: int) -> int from "./same.ts"
workflow main() -> int {
  all = map same over 0..${TASKS}
  return len(all)
}
`;

export const bench: Bench = {
  summary: `no-op resume of ${TASKS} tasks as a whole process (run \`npm run build\` first)`,
  async run(_args, log) {
    const folder = mkdtempSync(join(tmpdir(), "flow-bench-"));
    try {
      writeFileSync(join(folder, "main.flow"), PROGRAM);
      writeFileSync(join(folder, "same.ts"), "export const same = (n: number) => n;\n");
      const { seconds } = run(folder, "run", "main.flow", "--out", "out");
      log(`first run: ${seconds.toFixed(2)} s`);
      const again = run(folder, "run", "main.flow", "--out", "again");
      return [
        {
          ...measure(folder, "resume of a run that is complete", () => {}),
          bar: { is: "<=", limit: 1000 },
        },
        measure(folder, "resume where only the tasks are committed", () => {
          for (const path of globSync(join(folder, ".flow/store/runs/*/all/@/value.json"))) {
            rmSync(path);
          }
        }),
        { what: "the same run again, all of it reused", value: again.seconds * 1000, unit: "ms" },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function measure(folder: string, what: string, prepare: () => void): Figure {
  const times = Array.from({ length: RUNS }, () => {
    rmSync(join(folder, "out"), { recursive: true, force: true });
    prepare();
    const [name = ""] = globSync(join(folder, ".flow/store/runs/*/@run.json")).toSorted();
    return run(folder, "resume", name.split("/").at(-2) ?? "", "--out", "out").seconds * 1000;
  });
  return {
    what,
    value: median(times),
    unit: "ms",
    note: `median of ${RUNS}`,
  };
}

const run = (folder: string, ...args: readonly string[]) =>
  timed(process.execPath, [flow, ...args, "--quiet"], folder);
