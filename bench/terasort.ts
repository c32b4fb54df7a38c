import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";
import { addChecksum, type Records, writeRecords } from "./generate/terasort-records.ts";
import { timed } from "./timed.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const MB = 1024 * 1024;

/** Of a worker, as bench/flows/terasort.flow declares it. */
const MEMORY = 256;

export const bench: Bench = {
  summary:
    "sort of 100-byte records in workers of 256 MB against sort -S 256M; argument: megabytes (4096)",
  async run([megabytes = "4096"], log) {
    const folder = join(tmpdir(), "flow-bench");
    mkdirSync(folder, { recursive: true });
    const input = join(folder, `terasort-${megabytes}.txt`);
    log(`writing ${megabytes} MB of records to ${input}`);
    const records = writeRecords(input, Math.floor((Number(megabytes) * MB) / 100));

    log("sort");
    const sorted = join(folder, "sorted.txt");
    const sort = `LC_ALL=C sort --parallel=2 -S ${MEMORY}M -T '${folder}' -o '${sorted}' '${input}'`;
    const peer = timed("sh", ["-c", sort], folder);
    rmSync(sorted);

    const out = join(folder, "terasort-out");
    const kept = join(folder, ".flow");
    rmSync(out, { recursive: true, force: true });
    rmSync(kept, { recursive: true, force: true });
    log("flow run bench/flows/terasort.flow");
    const flow = timed(
      process.execPath,
      [
        join(root, "bin", "flow.js"),
        "run",
        join(root, "bench", "flows", "terasort.flow"),
        `input=${input}`,
        "--out",
        out,
        "--json",
      ],
      folder,
    );
    try {
      log("checking order and checksum");
      verify(out, records);
    } finally {
      rmSync(out, { recursive: true, force: true });
      rmSync(kept, { recursive: true, force: true });
    }
    const { steps }: { readonly steps: readonly { readonly peakMemory: number }[] } = JSON.parse(
      flow.stdout,
    );
    return [
      {
        what: "terasort, times as long as sort",
        value: flow.seconds / peer.seconds,
        unit: "times",
        bar: { is: "<=", limit: 3 },
        note: `${flow.seconds.toFixed(1)} s against ${peer.seconds.toFixed(1)} s; ${records.count} records, in order, checksum equal`,
      },
      { what: "terasort", value: Number(megabytes) / flow.seconds, unit: "MB/s" },
      {
        what: "largest worker",
        value: Math.max(...steps.map((step) => step.peakMemory)) / MB,
        unit: "MB",
        bar: { is: "<=", limit: MEMORY },
      },
    ];
  },
};

/** Throws where the parts, one after the other, are not the records in their order. */
function verify(out: string, expected: Records): void {
  let count = 0;
  let checksum = 0;
  let before = "";
  for (const name of readdirSync(out).sort()) {
    for (const line of readLines(join(out, name))) {
      const record: string = JSON.parse(line);
      if (record < before) {
        throw new Error(`${name}: ${line} comes after ${JSON.stringify(before)}`);
      }
      count += 1;
      checksum = addChecksum(checksum, Buffer.from(record, "latin1"));
      before = record;
    }
  }
  if (count !== expected.count || checksum !== expected.checksum) {
    throw new Error(
      `${count} records with checksum ${checksum}, and not ${expected.count} with ${expected.checksum}`,
    );
  }
}

function* readLines(path: string): Generator<string> {
  const file = openSync(path, "r");
  const chunk = Buffer.allocUnsafe(4 * MB);
  let rest = "";
  for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
    const lines = (rest + chunk.toString("latin1", 0, read)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  closeSync(file);
}
