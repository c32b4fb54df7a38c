/** Exchanges in one level and in two: whatever is made of them is the same. */
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { check, compile, selectWorkflow } from "../../src/compiler/index.ts";
import type { ExchangeLimits } from "../../src/control/regroup.ts";
import { runInMemory } from "../../src/runtime/run-in-memory.ts";
import { createMemoryHost } from "../support/memory-host.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const PRODUCERS = 10;

const programs: { readonly [name: string]: readonly [result: string, body: string] } = {
  sort: ["dataset<Row>", "return sort parts by name desc, key into 7"],
  group: [
    "dataset<{ key: int, rows: int, all: int, last: string }>",
    "return group r in parts by key into 7 { rows: count(), all: sum(r.n), last: max(r.name) }",
  ],
  shuffle: [
    "dataset<Row>",
    "return reduce first over (shuffle parts by key sort by name desc and rows by n into 7)",
  ],
  join: [
    "dataset<{ a: Row, b: Row? }>",
    "return join a in parts by key and b? in (split rows into 3) by n into 7",
  ],
};

const program = ([result, body]: readonly [string, string]): string => `
type Row = { key: int, name: string, n: int }
function first(key: int, rows: stream<Row>, others: stream<Row>) -> stream<Row> from "./first.ts"
workflow main(input: files) -> ${result} {
  rows  = read input as jsonl of Row
  parts = split rows into ${PRODUCERS}
  ${body}
}
`;

interface Row {
  readonly key: number;
}

/** All of a key, from both sides. */
function* first(_: number, rows: Iterable<Row>, others: Iterable<Row>): Generator<Row> {
  yield* rows;
  yield* others;
}

async function run(
  text: string,
  exchangeLimits: ExchangeLimits,
): Promise<{ readonly result: unknown; readonly tasks: readonly string[] }> {
  using folder = temporaryFolder();
  const path = join(folder.path, "rows.jsonl");
  const rows = Array.from({ length: 90 }, (_, n) => ({ key: (7 * n) % 13, name: `${n % 4}`, n }));
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const checked = check("main.flow", createMemoryHost(new Map([["main.flow", text]])));
  expect(checked.diagnostics).toEqual([]);
  const workflow = selectWorkflow(checked, undefined);
  const tasks: string[] = [];
  const { outcome, result } = await runInMemory(
    compile(checked, workflow.ok ? workflow.value : expect.fail("no workflow")),
    {
      args: { input: [{ path, name: "rows.jsonl", size: statSync(path).size }] },
      root: folder.path,
      seed: 1,
      folder: folder.path,
      stubs: { first: first as (...args: readonly unknown[]) => unknown },
      log: () => {},
      reporters: [(event) => void (event.kind === "task-finished" && tasks.push(event.task))],
      exchangeLimits,
    },
  );
  expect(outcome).toMatchObject({ kind: "done" });
  return { result, tasks };
}

it.each(Object.entries(programs))(
  "gives the same by a %s in one level and in two",
  async (_, body) => {
    const text = program(body);
    const one = await run(text, { rangeReads: 1_000, producers: 1_000 });
    const two = await run(text, { rangeReads: 1_000, producers: PRODUCERS - 1 });
    const all = await run(text, { rangeReads: 1, producers: 1_000 });
    expect(one.tasks.filter((task) => task.startsWith("regroup"))).toEqual([]);
    // Ten producers by four, seven partitions by three.
    expect(two.tasks.filter((task) => task.startsWith("regroup"))).toHaveLength(9);
    expect(two.result).toEqual(one.result);
    expect(all.result).toEqual(one.result);
    expect(JSON.stringify(one.result)).toContain('"key":12');
  },
);
