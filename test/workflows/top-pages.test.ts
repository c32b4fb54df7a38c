import { expect, it } from "vitest";
import { compareText, readTable } from "../support/example-data.ts";
import { runExample } from "../support/run-example.ts";

interface Page {
  readonly path: string;
  readonly visits: number;
  readonly bytes: number;
  readonly seconds: unknown;
}

function topPages(k: number): readonly Page[] {
  const good = readTable("visits.csv").filter((visit) => Number(visit["status"]) < 400);
  const paths = [...new Set(good.map((visit) => visit["path"] ?? ""))];
  return paths
    .map((path) => {
      const visits = good.filter((visit) => visit["path"] === path);
      const sum = (field: string) =>
        visits.reduce((total, visit) => total + Number(visit[field]), 0);
      return {
        path,
        visits: visits.length,
        bytes: sum("bytes"),
        seconds: expect.closeTo(sum("seconds") / visits.length, 9) as unknown,
      };
    })
    .toSorted((a, b) => b.visits - a.visits || compareText(a.path, b.path))
    .slice(0, k);
}

it.each([1, 5, 100])("finds the %i pages with most visits", async (k) => {
  const rows = readTable("visits.csv");
  const { values } = await runExample("top-pages", `k=${k}`);
  expect(values).toEqual({
    top: topPages(k),
    visits: rows.length,
    failed: rows.filter((visit) => Number(visit["status"]) >= 400).length,
  });
});
