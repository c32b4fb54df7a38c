import { expect, it } from "vitest";
import { readLines, readTable } from "../support/example-data.ts";
import { runExample } from "../support/run-example.ts";

interface Order {
  readonly order: string;
  readonly customer?: number | null;
  readonly total: number;
}

it("names the customers of orders, keeps those of nobody, and sums up by country", async () => {
  const people = readTable("customers.csv");
  const expected = readLines("orders.jsonl")
    .map((line) => JSON.parse(line) as Order)
    .map(({ order, customer, total }) => {
      const person = people.find(({ id }) => Number(id) === customer);
      return {
        order,
        name: person?.["name"] ?? "nobody",
        country: person?.["country"] || "unknown",
        total,
      };
    })
    .toSorted((a, b) => (a.order < b.order ? -1 : 1));
  const { datasets } = await runExample("join-orders");
  expect(datasets["rows"]).toEqual(expected);

  const countries = [...new Set(expected.map(({ country }) => country))].map((country) => {
    const totals = expected.filter((row) => row.country === country).map(({ total }) => total);
    const sum = totals.reduce((a, b) => a + b, 0);
    return { country, orders: totals.length, total: expect.closeTo(sum, 6) as unknown };
  });
  expect(datasets["countries"]).toHaveLength(countries.length);
  expect(datasets["countries"]).toEqual(expect.arrayContaining(countries));
});
