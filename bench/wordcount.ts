import { spawnSync } from "node:child_process";
import { createReadStream, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";
import { writeZipfText } from "./generate/zipf-text.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const MB = 1024 * 1024;

export const bench: Bench = {
  summary: "wordcount of Zipf text against tr | tr | sort | uniq -c; argument: megabytes (1024)",
  async run([megabytes = "1024"], log) {
    const folder = join(tmpdir(), "flow-bench");
    mkdirSync(folder, { recursive: true });
    const text = join(folder, `zipf-${megabytes}.txt`);
    log(`writing ${megabytes} MB of text to ${text}`);
    writeZipfText(text, Number(megabytes) * MB);
    const out = join(folder, "out");
    rmSync(out, { recursive: true, force: true });
    log("flow run workflows/wordcount.flow");
    const flow = timed(
      process.execPath,
      [
        join(root, "bin", "flow.js"),
        "run",
        join(root, "workflows", "wordcount.flow"),
        `input=${text}`,
        "mappers=16",
        "--out",
        out,
        "--json",
      ],
      folder,
    );
    log("coreutils");
    const expected = join(folder, "expected.txt");
    const pipeline = `LC_ALL=C tr A-Z a-z < '${text}' | LC_ALL=C tr -cs a-z0-9 '\\n' | LC_ALL=C sort | LC_ALL=C uniq -c > '${expected}'`;
    const coreutils = timed("sh", ["-c", pipeline], folder);
    const words = await compare(out, expected);
    const summary: { readonly steps: readonly { readonly peakMemory: number }[] } = JSON.parse(
      flow.stdout,
    );
    const peak = Math.max(...summary.steps.map((step) => step.peakMemory));
    return [
      {
        what: "wordcount, times as fast as coreutils",
        value: coreutils.seconds / flow.seconds,
        unit: "times",
        bar: { is: ">=", limit: 4 },
        note: `${flow.seconds.toFixed(1)} s against ${coreutils.seconds.toFixed(1)} s; ${words} words, counts equal`,
      },
      { what: "wordcount", value: Number(megabytes) / flow.seconds, unit: "MB/s" },
      {
        what: "largest worker",
        value: peak / MB,
        unit: "MB",
        bar: { is: "<=", limit: 300 },
      },
    ];
  },
};

function timed(
  command: string,
  args: readonly string[],
  cwd: string,
): { readonly seconds: number; readonly stdout: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * MB,
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: exit ${status}\n${stderr}`);
  }
  return { seconds: (performance.now() - start) / 1000, stdout };
}

/** Throws where the two disagree; gives the number of distinct words. */
async function compare(out: string, expected: string): Promise<number> {
  const counts = new Map<string, number>();
  for (const name of readdirSync(out).filter((file) => file.endsWith(".jsonl"))) {
    for (const line of readFileSync(join(out, name), "utf8").split("\n")) {
      if (line !== "") {
        const { word, n }: { readonly word: string; readonly n: number } = JSON.parse(line);
        counts.set(word, n);
      }
    }
  }
  let words = 0;
  for await (const line of createInterface({ input: createReadStream(expected) })) {
    const [, n, word = ""] = /^ *(\d+) (.*)$/.exec(line) ?? [];
    if (word === "") {
      continue;
    }
    words += 1;
    if (counts.get(word) !== Number(n)) {
      throw new Error(`${word}: flow counts ${counts.get(word)}, coreutils ${n}`);
    }
  }
  if (words !== counts.size) {
    throw new Error(`flow counts ${counts.size} words, coreutils ${words}`);
  }
  return words;
}
