import { expect, it } from "vitest";
import { readFolder } from "../support/example-data.ts";
import { runExample } from "../support/run-example.ts";

interface Reading {
  readonly station: string;
  readonly celsius: number;
}

/** The files that are whole, read line by line. */
function readReadings(): readonly Reading[] {
  return readFolder("readings")
    .filter(({ name }) => name !== "relay-1.txt" && name !== "west-3.txt")
    .flatMap(({ lines: [header = "", ...lines] }) =>
      lines
        .filter((line) => /^\d/.test(line) && !line.endsWith("-"))
        .map((line) => ({ station: header.split(" ")[1] ?? "", celsius: Number(line.slice(3)) })),
    );
}

function dropOutliers(readings: readonly Reading[], limit: number, rounds: number) {
  let kept = readings;
  for (let round = 0; round < rounds; round++) {
    const mean = kept.reduce((sum, { celsius }) => sum + celsius, 0) / kept.length;
    const square = kept.reduce((sum, { celsius }) => sum + (celsius - mean) ** 2, 0);
    const most = limit * Math.sqrt(square / kept.length);
    kept = kept.filter(({ celsius }) => Math.abs(celsius - mean) <= most);
  }
  return kept;
}

function summaries(readings: readonly Reading[], toUnit: (celsius: number) => number) {
  return [...new Set(readings.map(({ station }) => station))].map((station) => {
    const values = readings.filter((reading) => reading.station === station);
    const mean = values.reduce((sum, { celsius }) => sum + celsius, 0) / values.length;
    return { station, readings: values.length, mean: expect.closeTo(toUnit(mean), 9) as unknown };
  });
}

it("drops outliers in rounds, and says which files it could not read", async () => {
  const all = readReadings();
  const kept = dropOutliers(all, 3, 10);
  const { datasets, values } = await runExample("clean-readings");
  expect(values).toEqual({ kept: kept.length, dropped: all.length - kept.length });
  expect(kept.length).toBeLessThan(dropOutliers(all, 3, 1).length);
  const expected = summaries(kept, (celsius) => celsius);
  expect(datasets["stations"]).toHaveLength(expected.length);
  expect(datasets["stations"]).toEqual(expect.arrayContaining(expected));
  expect(datasets["problems"]).toEqual([
    {
      file: "relay-1.txt",
      code: "BadHeader",
      message: "expected `station NAME`, found `relay log, firmware 2.1`",
    },
    { file: "west-3.txt", code: "RangeError", message: "line 4 is no reading: `02 warm`" },
  ]);
});

it("stops after the rounds it is given, and speaks Fahrenheit", async () => {
  const all = readReadings();
  const kept = dropOutliers(all, 3, 1);
  const { datasets, values } = await runExample("clean-readings", "rounds=1", "unit=fahrenheit");
  expect(values).toEqual({ kept: kept.length, dropped: all.length - kept.length });
  expect(datasets["stations"]).toEqual(
    expect.arrayContaining(summaries(kept, (celsius) => celsius * 1.8 + 32)),
  );
});
