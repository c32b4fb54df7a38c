/** Kills the driver of a run with SIGKILL at random moments, and resumes. */
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { mulberry32 } from "../../src/shared/mulberry32.ts";
import type { Bench } from "../bench.ts";
import { writeZipfText } from "../generate/zipf-text.ts";
import {
  committedTasks,
  descendantsOf,
  digestOf,
  finished,
  processes,
  type RunningFlow,
  startedTasks,
  startFlow,
} from "./flow-run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const MB = 1024 * 1024;

export const bench: Bench = {
  summary: "kill -9 of the driver at random moments, then resume; arguments: kills (100), seed (1)",
  async run([kills = "100", seed = "1"], log) {
    const folder = join(tmpdir(), "flow-bench", "kill-driver");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const text = join(folder, "text.txt");
    writeZipfText(text, 16 * MB);
    const run = [
      "run",
      join(root, "workflows", "wordcount.flow"),
      `input=${text}`,
      "mappers=24",
      "reducers=8",
    ];

    let events = 0;
    const whole = [...run, "--out", join(folder, "whole"), "--events", "-"];
    await finished(startFlow(whole, folder, () => (events += 1)));
    const expected = digestOf(join(folder, "whole"));
    log(`a whole run has ${events} events`);

    const random = mulberry32(Number(seed));
    const totals = { resumed: 0, early: 0, late: 0, wrong: 0, again: 0, orphans: 0, kept: 0 };
    for (let kill = 0; kill < Number(kills); kill++) {
      const place = join(folder, String(kill));
      mkdirSync(place);
      const out = join(place, "out");
      // A moment is an event and a while after it, for the machine is now fast, now slow.
      const last = Math.floor(random() * (events + 1));
      const delayMs = random() * (last === 0 ? 400 : 30);
      const { code, family } = await killAfter(last, delayMs, (onLine) =>
        startFlow([...run, "--out", out, "--events", "-"], place, onLine),
      );
      const store = join(place, ".flow", "store");
      const name = existsSync(join(store, "runs"))
        ? readdirSync(join(store, "runs"))[0]
        : undefined;
      if (code === 0) {
        totals.late += 1;
      } else if (name === undefined) {
        totals.early += 1;
        await finished(startFlow([...run, "--out", out], place));
      } else {
        const committed = committedTasks(store, name);
        const stream = join(place, "events.jsonl");
        await finished(startFlow(["resume", name, "--events", stream], place));
        const again = startedTasks(stream).map((task) => JSON.stringify(task));
        totals.resumed += 1;
        totals.kept += committed.length;
        totals.again += committed.filter((task) => again.includes(JSON.stringify(task))).length;
      }
      totals.wrong += digestOf(out) === expected ? 0 : 1;
      totals.orphans += await survivors(family);
      rmSync(place, { recursive: true, force: true });
      log(`kill ${kill + 1}: ${JSON.stringify(totals)}`);
    }
    rmSync(folder, { recursive: true, force: true });
    const note = `${totals.resumed} resumed, ${totals.early} killed before there was a run, ${totals.late} after its end`;
    const none = { is: "<=", limit: 0 } as const;
    return [
      { what: "outputs that differ", value: totals.wrong, unit: "runs", bar: none, note },
      {
        what: "committed tasks executed again",
        value: totals.again,
        unit: "tasks",
        bar: none,
        note: `of ${totals.kept} that were committed when the driver died`,
      },
      { what: "orphans", value: totals.orphans, unit: "processes", bar: none },
    ];
  },
};

/** Kills a flow so long after so many lines; null for a code where it was killed. */
async function killAfter(
  lines: number,
  delayMs: number,
  start: (onLine: () => void) => RunningFlow,
): Promise<{ readonly code: number | null; readonly family: readonly number[] }> {
  let family: readonly number[] = [];
  let seen = 0;
  const kill = (): void => {
    setTimeout(() => {
      family = descendantsOf(flow.pid);
      try {
        process.kill(flow.pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    }, delayMs);
  };
  const flow = start(() => {
    seen += 1;
    if (seen === lines) {
      kill();
    }
  });
  if (lines === 0) {
    kill();
  }
  const { code } = await flow.ended;
  return { code, family };
}

/** Those of the processes that are there a second later. */
async function survivors(family: readonly number[]): Promise<number> {
  const alive = (): number => processes().filter(({ pid }) => family.includes(pid)).length;
  for (let wait = 0; wait < 20 && alive() > 0; wait++) {
    await delay(50);
  }
  return alive();
}
