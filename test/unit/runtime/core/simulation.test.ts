/** Random runs in virtual time; `watch-core.ts` checks after every step what must always hold. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { FREE_ATTEMPTS } from "../../../../src/runtime/core/retry.ts";
import { createCore } from "../../../../src/runtime/core/state.ts";
import { step } from "../../../../src/runtime/core/step.ts";
import { reordered, type Scenario, scenarios } from "../../../support/core-scenarios.ts";
import { type SimulationResult, simulate } from "../../../support/simulate-core.ts";
import { isKnown } from "../../../support/watch-core.ts";

const SEED = 20_260_314;

/** Tasks that were to be done, and those that were. */
function tasksOf({ stages }: Scenario, id: number): readonly string[] {
  const stage = stages[id];
  return stage === undefined
    ? []
    : Array.from({ length: stage.tasks }, (_, index) => index)
        .filter((index) => !isKnown(stage, index))
        .map((index) => `${id}/${index}`);
}

/** Further attempts that each task was given; one in a batch that broke off, and a copy, is not among them. */
function furtherAttempts({ commands }: SimulationResult): ReadonlyMap<string, number> {
  const further = new Map<string, number>();
  for (const command of commands.flat()) {
    if (command.kind === "retry") {
      const task = `${command.stage}/${command.index}`;
      further.set(task, (further.get(task) ?? 0) + 1);
    }
  }
  return further;
}

it("commits every task of what is done once, and nothing twice, whatever happens when", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const result = simulate(scenario);
      const further = furtherAttempts(result);
      const interrupted = (scenario.interrupts ?? []).length > 0;
      for (const { stage, needs, policy } of scenario.stages) {
        const ended = result.ended.get(stage);
        const committed = result.committed.filter((task) => task.startsWith(`${stage}/`));
        if (ended === "done") {
          expect(committed.toSorted()).toEqual(tasksOf(scenario, stage).toSorted());
        }
        if (ended === "cancelled" && !interrupted) {
          expect(result.failures.length).toBeGreaterThan(0);
        }
        expect(ended === undefined).toBe(needs.some((need) => result.ended.get(need) !== "done"));
        // Two doublings of memory lie between its base and its maximum.
        const most = (policy.retry?.attempts ?? 0) + FREE_ATTEMPTS + 2;
        for (const task of tasksOf(scenario, stage)) {
          expect(further.get(task) ?? 0).toBeLessThanOrEqual(most);
        }
      }
    }),
    { numRuns: 2_000, seed: SEED },
  );
});

it("comes to the same in every order in which attempts may end", () => {
  const orders = fc.record({
    scenario: scenarios,
    seed: fc.integer(),
    paced: fc.array(fc.constantFrom("tiny", "plain", "skewed", "stray"), { minLength: 1 }),
  });
  fc.assert(
    fc.property(orders, ({ scenario, seed, paced }) => {
      // Stages that fail do not stop others, so that which ones end well depends on their tasks alone.
      const one: Scenario = { ...scenario, onFailure: "continue", interrupts: [] };
      const [a, b] = [simulate(one), simulate(reordered(one, paced, seed))];
      expect(b.ended).toEqual(a.ended);
      for (const [stage, ended] of a.ended) {
        const doomed = tasksOf(one, stage).some((task) =>
          one.isDoomed(stage, Number(task.split("/")[1])),
        );
        if (ended === "done") {
          const ofStage = (task: string) => task.startsWith(`${stage}/`);
          expect(b.committed.filter(ofStage).toSorted()).toEqual(
            a.committed.filter(ofStage).toSorted(),
          );
        } else {
          expect(ended).toBe("failed");
          expect(doomed || one.stages[stage]?.policy.tolerance !== null).toBe(true);
        }
      }
    }),
    { numRuns: 1_000, seed: SEED },
  );
});

it("gives the same commands again for the same events", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const { events, commands } = simulate(scenario);
      const core = createCore(scenario);
      expect(events.map((event) => step(core, event))).toEqual(commands);
    }),
    { numRuns: 300, seed: SEED },
  );
});

it("does in these runs all that is to be tried", () => {
  const seen = new Map<string, number>();
  const see = (what: string, is: boolean) => seen.set(what, (seen.get(what) ?? 0) + (is ? 1 : 0));
  for (const scenario of fc.sample(scenarios, { numRuns: 500, seed: SEED })) {
    const { commands, starts, ended, failures } = simulate(scenario);
    const running = new Set<string>();
    see(
      "a batch",
      starts.some(({ count }) => count > 1),
    );
    see(
      "a batch broken up",
      starts.some(({ count, attempt }) => count === 1 && attempt === 2),
    );
    see(
      "growth",
      starts.some(({ memory }) => memory > 1),
    );
    see(
      "a gang",
      scenario.stages.some(
        ({ gang, tasks, stage }) => gang && tasks > 1 && ended.get(stage) === "done",
      ),
    );
    see(
      "a retry",
      commands.flat().some(({ kind }) => kind === "retry"),
    );
    see(
      "known tasks",
      scenario.stages.some(({ settled, stage }) => settled !== null && ended.get(stage) === "done"),
    );
    see(
      "too many failures",
      failures.some(({ failure }) => failure.kind === "too-many-failures"),
    );
    see(
      "a copy",
      commands.flat().some((command) => {
        if (command.kind !== "start") {
          return false;
        }
        const id = `${command.stage}/${command.first}`;
        const again =
          running.has(id) &&
          scenario.failure({
            stage: command.stage,
            index: command.first,
            attempt: 1,
            memory: 9,
            before: 0,
          }) === undefined;
        running.add(id);
        return again;
      }),
    );
    for (const how of ["done", "failed", "cancelled"] as const) {
      see(how, [...ended.values()].includes(how));
    }
  }
  for (const [what, times] of seen) {
    expect(times, what).toBeGreaterThan(10);
  }
});
