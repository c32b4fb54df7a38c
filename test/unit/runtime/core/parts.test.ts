import fc from "fast-check";
import { expect, it } from "vitest";
import { createQueue } from "../../../../src/runtime/core/queue.ts";
import {
  addTaskTime,
  createTaskTimes,
  taskTimeAt,
} from "../../../../src/runtime/core/task-times.ts";

it("keeps what is in a queue in order", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (pushes) => {
      const queue = createQueue();
      const model: number[] = [];
      for (const [i, push] of pushes.entries()) {
        if (push) {
          queue.push(i);
          model.push(i);
        } else {
          expect(queue.shift()).toBe(model.shift());
        }
        expect(queue.size).toBe(model.length);
      }
    }),
    { numRuns: 100, seed: 1 },
  );
  const long = createQueue();
  for (let i = 0; i < 5_000; i++) {
    long.push(i);
  }
  expect(Array.from({ length: 5_000 }, () => long.shift())).toEqual([...Array(5_000).keys()]);
});

it("knows quantiles of times within a quarter, from half a second on", () => {
  const times = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(times, fc.double({ min: 0.1, max: 1, noNaN: true }), (each, quantile) => {
      const sketch = createTaskTimes();
      for (const ms of each) {
        addTaskTime(sketch, ms, 1);
      }
      const exact = each.toSorted((a, b) => a - b)[Math.ceil(quantile * each.length) - 1] ?? 0;
      const found = taskTimeAt(sketch, quantile);
      expect(found).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
      expect(found).toBeLessThanOrEqual(Math.max(500, exact * 1.25) * (1 + 1e-9));
    }),
    { seed: 1 },
  );
});
