import { expect, it } from "vitest";
import {
  DURATION_UNITS,
  formatWithUnit,
  parseWithUnit,
  SIZE_UNITS,
} from "../../../src/shared/units.ts";

it.each<[string, number | undefined]>([
  ["512 MB", 512 * 1024 ** 2],
  ["1.5KB", 1536],
  ["10", 10],
  [" 2 GB ", 2 * 1024 ** 3],
  ["0.4 B", 0],
  ["0.5 B", 1],
  ["5 kb", undefined],
  ["5 s", undefined],
  ["-1 B", undefined],
  ["MB", undefined],
  ["1 toString", undefined],
  ["1e3", undefined],
  ["9000000 TB", undefined],
  ["", undefined],
])("reads %j as %s bytes", (text, bytes) => {
  expect(parseWithUnit(text, SIZE_UNITS)).toBe(bytes);
});

it.each<[number, string]>([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1 KB"],
  [1.5 * 1024 ** 2, "1.5 MB"],
  [1024 ** 2 - 1, "1024 KB"],
  [5000 * 1024 ** 4, "5000 TB"],
])("writes %s bytes as %j", (bytes, text) => {
  expect(formatWithUnit(bytes, SIZE_UNITS)).toBe(text);
});

it.each<[number, string]>([
  [999, "999 ms"],
  [1500, "1.5 s"],
  [120_000, "2 min"],
  [5_400_000, "1.5 h"],
])("writes %s milliseconds as %j", (ms, text) => {
  expect(formatWithUnit(ms, DURATION_UNITS)).toBe(text);
  expect(parseWithUnit(text, DURATION_UNITS)).toBe(ms);
});
