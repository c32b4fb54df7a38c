import { expect, it } from "vitest";
import { checkValueSize, LARGEST_VALUE } from "../../../src/evaluator/value-size.ts";

it("lets a value of 1 MiB through, and names one that is larger", () => {
  const largest = "x".repeat(LARGEST_VALUE - 2);
  expect(checkValueSize(largest, "`names`")).toEqual({ ok: true, value: LARGEST_VALUE });
  const result = checkValueSize(`${largest}x`, "`names`");
  expect(result).toMatchObject({ ok: false, error: { code: "BadValue" } });
  expect(result.ok ? "" : result.error.message).toMatch(/^`names` is larger than 1 MiB/u);
});
