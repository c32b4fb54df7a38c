import { expect, it } from "vitest";
import { createVirtualClock } from "../../../src/runtime/virtual-clock.ts";

it("jumps to what is due, in order, and not to what was taken back", async () => {
  const clock = createVirtualClock(1_000);
  const seen: [string, number][] = [];
  await new Promise<void>((resolve) => {
    clock.after(60_000, () => {
      seen.push(["late", clock.now()]);
      resolve();
    });
    clock.after(5_000, () => seen.push(["taken back", clock.now()]))();
    clock.after(10, () => {
      seen.push(["soon", clock.now()]);
      clock.after(90, () => seen.push(["later", clock.now()]));
    });
    expect(clock.now()).toBe(1_000);
  });
  expect(seen).toEqual([
    ["soon", 1_010],
    ["later", 1_100],
    ["late", 61_000],
  ]);
});
