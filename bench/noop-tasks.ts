import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench, Figure } from "./bench.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Tasks of a function with effects are never sent together. */
const program = `function noop(n: int) -> int from "./noop.ts"
function poke(n: int) -> int from "./noop.ts" { effect }

workflow together(n: int) -> int[] {
  return map noop over 0..n
}

workflow alone(n: int) -> int[] {
  return map poke over 0..n
}
`;

const functions = `export function noop(): number {
  return 0;
}

export const poke = noop;
`;

export const bench: Bench = {
  summary: "tasks that do nothing, through worker processes; argument: tasks sent together (40000)",
  async run([tasks = "40000"], log) {
    const folder = join(tmpdir(), "flow-bench-noop");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "noop.flow"), program);
    writeFileSync(join(folder, "noop.ts"), functions);
    const measure = (workflow: string, workers: number, count: number): number => {
      log(`${workflow}: ${count} tasks, ${workers} workers`);
      return secondsOf(folder, workflow, workers, count);
    };
    // Workers are started before their first task, which is not what is measured.
    const [few, many] = [Number(tasks) / 2, Number(tasks)];
    const together = few / (measure("together", 2, many) - measure("together", 2, few));
    const alone = (measure("alone", 1, 6_000) - measure("alone", 1, 2_000)) / 4_000;
    const figures: readonly Figure[] = [
      {
        what: "tiny tasks, sent together",
        value: together,
        unit: "tasks/s",
        bar: { is: ">=", limit: 20_000 },
        note: `2 workers; ${few} tasks more than ${few}`,
      },
      {
        what: "added to a task that is sent alone",
        value: alone * 1_000,
        unit: "ms",
        bar: { is: "<=", limit: 0.3 },
        note: "1 worker; 4,000 tasks more than 2,000",
      },
    ];
    rmSync(folder, { recursive: true, force: true });
    return figures;
  },
};

function secondsOf(folder: string, workflow: string, workers: number, count: number): number {
  const flow = join(root, "bin", "flow.js");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      flow,
      "run",
      "noop.flow",
      "--workflow",
      workflow,
      "--workers",
      `${workers}`,
      `n=${count}`,
      "--json",
      "--fresh",
    ],
    { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) {
    throw new Error(`flow run: exit ${status}\n${stderr}`);
  }
  const outcome: { readonly elapsedMs: number } = JSON.parse(stdout);
  return outcome.elapsedMs / 1_000;
}
