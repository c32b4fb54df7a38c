/** Runs that are stopped, robbed and damaged, and come to the same all the same. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { listFiles } from "../../src/runtime/arguments/list-files.ts";
import { mulberry32 } from "../../src/shared/mulberry32.ts";
import {
  compileText,
  damage,
  type RecalledRun,
  recalledRun,
  storedObjects,
} from "../support/recalled-run.ts";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary-folder.ts";

const program = `type Count = { word: string, n: int }
type Step = { at: float, n: int }

function tokenize(chunk: text) -> stream<Count> from "./words.ts"
function total(word: string, counts: stream<Count>) -> Count from "./words.ts"
function grow(count: Count) -> Count from "./words.ts"
function share(chunk: text) -> float from "./words.ts"
function halved(part: float) -> string from "./words.ts"
function halve(n: int) -> float from "./words.ts"
function longer(a: float, b: float) -> float from "./words.ts"

workflow main(input: files) -> { top: dataset<Count>, halves: float[], most: float, sums: dataset<string>, steps: int, kind: string } {
  chunks = split input at lines into 4
  pairs  = map tokenize over chunks
  words  = shuffle pairs by word into 3 combine total
  counts = reduce total over words
  halves = map halve over [0, 4, 6, 8]
  most   = fold longer over halves from 0.0
  shares = for chunk in chunks { share(chunk) }
  sums   = map halved over shares
  final  = repeat s = { rows: counts, n: 0 } for 4 {
    grown = map grow over s.rows
    { rows: grown, n: s.n + count(grown) }
  }
  kind   = if count(counts) > 3 { "many" } else { "few" }
  top    = sort final.rows by n desc, word into 2
  return { top, halves, most, sums, steps: final.n, kind }
}
`;

const functions = `export function* tokenize(chunk) {
  for (const line of chunk.lines()) {
    for (const word of line.split(" ")) {
      yield { word, n: 1 };
    }
  }
}

export function total(word, counts) {
  let n = 0;
  for (const count of counts) {
    n += count.n;
  }
  return { word, n };
}

export const share = (chunk) => ([...chunk.lines()].length > 0 ? Number.NaN : 0);
export const halved = (part) => typeof part + part / 2;
export const grow = ({ word, n }) => ({ word, n: n + 1 });
export const halve = (n) => (n === 0 ? Number.NaN : n === 4 ? -Infinity : n / 2);
export const longer = (a, b) => (Number.isNaN(b) ? a : Math.max(a, b));
`;

const text = Array.from(
  { length: 40 },
  (_, i) => `w${i % 7} w${i % 3} common w${(i * i) % 11}\n`,
).join("");

interface Project extends Disposable {
  readonly folder: TemporaryFolder;
  run(
    more: Pick<Parameters<typeof recalledRun>[1], "cleans" | "killAt" | "resumes">,
  ): Promise<RecalledRun>;
}

function project(code = functions): Project {
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, "words.ts"), code);
  writeFileSync(join(folder.path, "input.txt"), text);
  const listed = listFiles("input.txt", folder.path);
  const input = listed.ok ? listed.value.map((file) => ({ ...file })) : expect.fail("no input");
  const plan = compileText(program);
  return {
    folder,
    run: (more) => recalledRun(plan, { folder: folder.path, args: { input }, run: "r", ...more }),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

const recalled = ({ outcome }: RecalledRun): number =>
  outcome.steps.reduce((sum, step) => sum + step.takenOver, 0);

it("does nothing again that a run has done, and reads NaN and infinities back", async () => {
  using made = project();
  const first = await made.run({ resumes: false });
  expect(first.outcome.kind).toBe("done");
  expect(first.files["result.json"]).toContain('"halves":["NaN","-Infinity",3,4]');
  const again = await made.run({ resumes: true });
  expect(again.files).toEqual(first.files);
  expect(again.executed).toEqual([]);
  expect(recalled(again)).toBeGreaterThan(10);
});

it("makes the same of any single object that is deleted or damaged", async () => {
  using made = project();
  const { files } = await made.run({ resumes: false });
  for (const path of storedObjects(made.folder.path)) {
    for (const harm of [damage, (each: string) => rmSync(each, { force: true })]) {
      harm(path);
      const again = await made.run({ resumes: true });
      expect({ path, outcome: again.outcome.kind, files: again.files }).toEqual({
        path,
        outcome: "done",
        files,
      });
    }
  }
}, 120_000);

it("makes the same of all that is lost at once, in a chain of repairs", async () => {
  using made = project();
  const { files } = await made.run({ resumes: false });
  for (const path of storedObjects(made.folder.path)) {
    if (/\/a\d+\//u.test(path)) {
      rmSync(path, { force: true });
    }
  }
  const again = await made.run({ resumes: true });
  expect(again.files).toEqual(files);
  const repaired = again.events.filter(({ kind }) => kind === "task-repaired");
  expect(repaired.length).toBeGreaterThan(4);
});

it("comes to the same wherever it is killed, and does no committed task again", async () => {
  using whole = project();
  const { files, events } = await whole.run({ resumes: false });
  const random = mulberry32(7);
  for (let seed = 0; seed < 25; seed++) {
    using made = project();
    const committed = new Set<string>();
    let resumes = false;
    for (let attempt = 0; ; attempt++) {
      const at = Math.floor(random() * events.length);
      const run = await made.run({
        resumes,
        ...(attempt < 3 && { killAt: (_: unknown, index: number) => index === at }),
      });
      expect({ seed, again: run.executed.filter((task) => committed.has(task)) }).toEqual({
        seed,
        again: [],
      });
      for (const event of run.events) {
        if (event.kind === "task-finished") {
          committed.add(`${event.step}@${event.at}/${event.task}`);
        }
      }
      resumes = true;
      if (run.outcome.kind === "done") {
        expect({ seed, files: run.files }).toEqual({ seed, files });
        break;
      }
    }
  }
}, 120_000);

it("deletes what nothing needs any more, and comes to the same with or without it", async () => {
  using kept = project();
  const { files } = await kept.run({ resumes: false });
  using made = project();
  const cleaned = await made.run({ resumes: false, cleans: true });
  expect(cleaned.files).toEqual(files);
  const left = storedObjects(made.folder.path)
    .map((path) => /runs\/r\/(.*)\/a\d+\//u.exec(path)?.[1])
    .filter((place) => place !== undefined);
  // Rounds go with the round after them, so the last one stays; what it holds is not looked at again.
  expect(new Set(left.map((place) => place.replace(/\/[^/]*$/u, "")))).toEqual(
    new Set(["final/grown/@3", "sums/@", "top/@"]),
  );
  for (const path of storedObjects(made.folder.path)) {
    if (path.includes("/top/@/")) {
      rmSync(path);
    }
  }
  const again = await made.run({ resumes: true, cleans: true });
  expect(again.files).toEqual(files);
});

it("says which function is not deterministic where what is made again is another thing", async () => {
  using made = project(
    functions.replace("yield { word, n: 1 }", "yield { word, n: Math.ceil(Math.random() * 1e6) }"),
  );
  await made.run({ resumes: false });
  for (const path of storedObjects(made.folder.path)) {
    if (/\/a\d+\//u.test(path)) {
      rmSync(path, { force: true });
    }
  }
  const { outcome } = await made.run({ resumes: true });
  expect(outcome.kind === "done" && outcome.undelivered?.message).toMatch(
    /made again it is another one: .*`tokenize`.* does not give the same/,
  );
});
