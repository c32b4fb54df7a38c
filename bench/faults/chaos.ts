/** Kills and slows workers, and damages objects, while a run is at work. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { mulberry32 } from "../../src/shared/mulberry32.ts";
import type { Bench } from "../bench.ts";
import { writeZipfText } from "../generate/zipf-text.ts";
import { digestOf, finished, processes, type RunningFlow, startFlow } from "./flow-run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const MB = 1024 * 1024;

/** What becomes of ten workers, in an order by the seed. */
const FATES = ["killed", "killed", "slow", "", "", "", "", "", "", ""] as const;

const DAMAGED = 0.05;

/** More than cores, so that there are tens of them in all. */
const WORKERS = 8;

/** A slow worker runs for one of so many parts of its time. */
const SLOWNESS = 8;
const PART_MS = 10;

export const bench: Bench = {
  summary:
    "20 % of workers killed, 10 % slowed eightfold, 5 % of objects damaged; arguments: megabytes (256), seed (1)",
  async run([megabytes = "256", seed = "1"], log) {
    const folder = join(tmpdir(), "flow-bench", "chaos");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const text = join(folder, "text.txt");
    writeZipfText(text, Number(megabytes) * MB);
    const timedRun = async (
      name: string,
      during: (flow: RunningFlow, place: string) => Promise<void>,
    ): Promise<{ readonly digest: string; readonly ms: number }> => {
      const place = join(folder, name);
      mkdirSync(place);
      const out = join(place, "out");
      const started = performance.now();
      const flow = startFlow(
        [
          "run",
          join(root, "workflows", "wordcount.flow"),
          `input=${text}`,
          "mappers=64",
          "reducers=16",
          "--workers",
          String(WORKERS),
          "--out",
          out,
        ],
        place,
      );
      await Promise.all([finished(flow), during(flow, place)]);
      return { digest: digestOf(out), ms: performance.now() - started };
    };
    log("without faults");
    const whole = await timedRun("whole", async () => undefined);
    log("with faults");
    const done = { workers: 0, killed: 0, slowed: 0, objects: 0, damaged: 0 };
    const hurt = await timedRun("hurt", (flow, place) =>
      disturb(flow, join(place, ".flow", "store"), mulberry32(Number(seed)), done),
    );
    rmSync(folder, { recursive: true, force: true });
    const note = `${done.killed} of ${done.workers} workers killed, ${done.slowed} slowed, ${done.damaged} of ${done.objects} objects damaged`;
    return [
      {
        what: "outputs that differ",
        value: whole.digest === hurt.digest ? 0 : 1,
        unit: "runs",
        bar: { is: "<=", limit: 0 },
        note,
      },
      {
        what: "run with faults, times as long as without",
        value: hurt.ms / whole.ms,
        unit: "times",
        bar: { is: "<=", limit: 2 },
        note: `${(hurt.ms / 1000).toFixed(1)} s against ${(whole.ms / 1000).toFixed(1)} s`,
      },
    ];
  },
};

async function disturb(
  flow: RunningFlow,
  store: string,
  random: () => number,
  done: { workers: number; killed: number; slowed: number; objects: number; damaged: number },
): Promise<void> {
  const over = new AbortController();
  void flow.ended.finally(() => over.abort());
  const workers = new Set<number>();
  const objects = new Set<string>();
  const slowed: Promise<void>[] = [];
  let fates: (typeof FATES)[number][] = [];
  while (!over.signal.aborted) {
    for (const { pid, parent, command } of processes()) {
      if (parent !== flow.pid || !command.includes("worker-main") || workers.has(pid)) {
        continue;
      }
      workers.add(pid);
      done.workers += 1;
      fates = fates.length === 0 ? shuffled(FATES, random) : fates;
      const fate = fates.pop();
      const lifeMs = 500 + random() * 4_000;
      if (fate === "killed") {
        done.killed += 1;
        setTimeout(() => send(pid, "SIGKILL"), lifeMs);
      } else if (fate === "slow") {
        done.slowed += 1;
        slowed.push(slow(pid, over.signal));
      }
    }
    for (const path of objectsIn(store)) {
      if (!objects.has(path)) {
        objects.add(path);
        done.objects += 1;
        if (random() < DAMAGED) {
          done.damaged += damage(path) ? 1 : 0;
        }
      }
    }
    await delay(50);
  }
  await Promise.all(slowed);
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((value) => ({ value, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}

async function slow(pid: number, over: AbortSignal): Promise<void> {
  while (!over.aborted && send(pid, "SIGSTOP")) {
    await delay((SLOWNESS - 1) * PART_MS);
    send(pid, "SIGCONT");
    await delay(PART_MS);
  }
}

/** False where the process has ended. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** What tasks have written: rows and runs. */
function objectsIn(store: string): readonly string[] {
  try {
    return readdirSync(join(store, "runs"), { recursive: true, encoding: "utf8" })
      .filter((path) => /\/a\d+\/(rows|runs)[^/]*$/.test(path))
      .map((path) => join(store, "runs", path));
  } catch {
    return []; // not there yet, or being deleted
  }
}

/** Turns a byte in the middle over; false where the object is gone. */
function damage(path: string): boolean {
  try {
    const middle = Math.floor(statSync(path).size / 2);
    const file = openSync(path, "r+");
    try {
      const byte = Buffer.alloc(1);
      readSync(file, byte, 0, 1, middle);
      byte[0] = ~(byte[0] ?? 0) & 0xff;
      writeSync(file, byte, 0, 1, middle);
    } finally {
      closeSync(file);
    }
    return true;
  } catch {
    return false;
  }
}
