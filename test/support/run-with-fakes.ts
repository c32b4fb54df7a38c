import type { Plan } from "../../src/compiler/ir/plan.ts";
import { type RunOptions, type RunOutcome, runPlan } from "../../src/runtime/driver/run-plan.ts";
import type { RunEvent } from "../../src/runtime/run-event.ts";
import { createMemoryStore, type MemoryStore } from "../../src/runtime/store/memory.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { createFakeInvoker, type FakeBehaviour, type FakeInvoker } from "./fake-invoker.ts";

export interface FakeRun {
  readonly outcome: RunOutcome;
  readonly events: readonly RunEvent[];
  readonly invoker: FakeInvoker;
  readonly store: MemoryStore;
  readonly clock: FakeClock;
}

export async function runWithFakes(
  plan: Plan,
  execute: FakeBehaviour["execute"],
  given: Partial<FakeBehaviour> & Partial<RunOptions> & { readonly store?: MemoryStore } = {},
): Promise<FakeRun> {
  const clock = given.clock ?? createFakeClock();
  const store = given.store ?? createMemoryStore();
  const events: RunEvent[] = [];
  const invoker = createFakeInvoker({
    slots: 2,
    duration: () => 10,
    ...given,
    clock,
    execute,
  });
  const options = { args: {}, root: "/flows", seed: 1, ...given };
  const outcome = await clock.runUntil(
    runPlan(plan, options, {
      store,
      clock,
      invoker: () => Promise.resolve(invoker),
      reporters: [(event) => events.push(event)],
    }),
  );
  return { outcome, events, invoker, store, clock };
}
