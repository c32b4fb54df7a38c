import { check, compile, selectWorkflow } from "../src/compiler/index.ts";
import { encodePlan } from "../src/compiler/ir/plan-json.ts";
import { type Bench, median } from "./bench.ts";

const WIDE = `type Point = { id: int, x: float }
function make(i: int) -> Point                    from "./points.ts"
function move(p: Point, by: float) -> Point       from "./points.ts"
function split2(p: Point) -> stream<Point>        from "./points.ts"
workflow wide(n: int = 1000000) -> int {
  made   = map make over 0..1000000
  moved  = map move(by: 1.0) over made
  halves = map split2 over moved
  each   = for p in halves { { id: p.id, x: p.x * 2.0 } }
  again  = for i in 0..n { make(i).x }
  return count(each) + count(again)
}
`;

export const bench: Bench = {
  summary: "compile of a plan whose maps would be 1,000,000 tasks each, to JSON",
  async run() {
    const once = (): { readonly ms: number; readonly bytes: number; readonly plan: number } => {
      const before = process.memoryUsage().heapUsed;
      const start = performance.now();
      const result = check("wide.flow", {
        readText: (path) => (path === "wide.flow" ? WIDE : undefined),
        resolve: (_, specifier) => specifier,
      });
      const workflow = selectWorkflow(result, undefined);
      if (!workflow.ok) {
        throw new Error("the program has one workflow");
      }
      const plan = encodePlan(compile(result, workflow.value));
      const ms = performance.now() - start;
      return { ms, bytes: process.memoryUsage().heapUsed - before, plan: plan.length };
    };
    const first = once();
    const rest = Array.from({ length: 5 }, once);
    return [
      {
        what: "first compile in a process",
        value: first.ms / 1000,
        unit: "s",
        bar: { is: "<=", limit: 0.5 },
        note: `then ${Math.round(median(rest.map((run) => run.ms)))} ms`,
      },
      {
        what: "memory per task",
        value: first.bytes / 5_000_000,
        unit: "bytes",
        bar: { is: "<=", limit: 4 },
        note: `plan of ${first.plan} bytes for 5,000,000 tasks`,
      },
    ];
  },
};
