import { createReadStream, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Bench, Figure } from "./bench.ts";
import { writeZipfText } from "./generate/zipf-text.ts";
import { timed } from "./timed.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const MB = 1024 * 1024;

export const bench: Bench = {
  summary: "wordcount of Zipf text against tr | tr | sort | uniq -c; argument: megabytes (1024)",
  async run([megabytes = "1024"], log) {
    const { folder, text } = zipf(megabytes, log);
    const flow = runFlow("wordcount.flow", text, folder, log);
    log("coreutils");
    const expected = join(folder, "expected.txt");
    const pipeline = `LC_ALL=C tr A-Z a-z < '${text}' | LC_ALL=C tr -cs a-z0-9 '\\n' | LC_ALL=C sort | LC_ALL=C uniq -c > '${expected}'`;
    const coreutils = timed("sh", ["-c", pipeline], folder);
    const words = await compare(flow.out, expected);
    return [
      {
        what: "wordcount, times as fast as coreutils",
        value: coreutils.seconds / flow.seconds,
        unit: "times",
        bar: { is: ">=", limit: 4 },
        note: `${flow.seconds.toFixed(1)} s against ${coreutils.seconds.toFixed(1)} s; ${words} words, counts equal`,
      },
      { what: "wordcount", value: Number(megabytes) / flow.seconds, unit: "MB/s" },
      ...figures(flow),
    ];
  },
};

export const bytesBench: Bench = {
  summary: "byte-level wordcount against a C++ program on two threads; argument: megabytes (1024)",
  async run([megabytes = "1024"], log) {
    const { folder, text } = zipf(megabytes, log);
    const native = join(folder, "wordcount-native");
    const source = join(root, "bench", "native", "wordcount.cpp");
    log("g++ -O3 bench/native/wordcount.cpp");
    timed("g++", ["-O3", "-march=native", "-std=c++20", "-pthread", "-o", native, source], folder);
    const flow = runFlow("wordcount-bytes.flow", text, folder, log);
    log("C++");
    const expected = join(folder, "expected-native.txt");
    const cpp = timed("sh", ["-c", `'${native}' '${text}' > '${expected}'`], folder);
    const words = await compare(flow.out, expected);
    return [
      {
        what: "byte-level wordcount, part of the speed of C++",
        value: (100 * cpp.seconds) / flow.seconds,
        unit: "%",
        bar: { is: ">=", limit: 60 },
        note: `${flow.seconds.toFixed(2)} s against ${cpp.seconds.toFixed(2)} s; ${words} words, counts equal`,
      },
      { what: "byte-level wordcount", value: Number(megabytes) / flow.seconds, unit: "MB/s" },
      ...figures(flow),
    ];
  },
};

interface FlowRun {
  readonly seconds: number;
  readonly out: string;
  readonly steps: readonly { readonly peakMemory: number }[];
}

function zipf(
  megabytes: string,
  log: (line: string) => void,
): { readonly folder: string; readonly text: string } {
  const folder = join(tmpdir(), "flow-bench");
  mkdirSync(folder, { recursive: true });
  const text = join(folder, `zipf-${megabytes}.txt`);
  log(`writing ${megabytes} MB of text to ${text}`);
  writeZipfText(text, Number(megabytes) * MB);
  return { folder, text };
}

/** As a first run: in a folder without anything to recall. */
function runFlow(
  workflow: string,
  text: string,
  folder: string,
  log: (line: string) => void,
): FlowRun {
  const out = join(folder, "out");
  rmSync(out, { recursive: true, force: true });
  rmSync(join(folder, ".flow"), { recursive: true, force: true });
  log(`flow run workflows/${workflow}`);
  const { seconds, stdout } = timed(
    process.execPath,
    [
      join(root, "bin", "flow.js"),
      "run",
      join(root, "workflows", workflow),
      `input=${text}`,
      "mappers=16",
      "--out",
      out,
      "--json",
    ],
    folder,
  );
  const { steps }: Pick<FlowRun, "steps"> = JSON.parse(stdout);
  return { seconds, out, steps };
}

function figures({ steps }: FlowRun): readonly Figure[] {
  return [
    {
      what: "largest worker",
      value: Math.max(...steps.map((step) => step.peakMemory)) / MB,
      unit: "MB",
      bar: { is: "<=", limit: 300 },
    },
  ];
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
      throw new Error(`${word}: flow counts ${counts.get(word)}, the other ${n}`);
    }
  }
  if (words !== counts.size) {
    throw new Error(`flow counts ${counts.size} words, the other ${words}`);
  }
  return words;
}
