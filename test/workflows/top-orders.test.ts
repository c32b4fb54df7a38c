import { expect, it } from "vitest";
import { readTable } from "../support/example-data.ts";
import { runExample } from "../support/run-example.ts";

function topOrders(segment: string, day: string) {
  const buyers = new Set(
    readTable("market/customers.csv")
      .filter((customer) => customer["segment"] === segment)
      .map((customer) => customer["custkey"]),
  );
  const late = readTable("market/lines.csv").filter((line) => (line["shipped"] ?? "") > day);
  return readTable("market/orders.csv")
    .filter((order) => buyers.has(order["custkey"] ?? "") && (order["date"] ?? "") < day)
    .map(({ orderkey, date }) => {
      const lines = late.filter((line) => line["orderkey"] === orderkey);
      const revenue = lines.reduce(
        (sum, { price, discount }) => sum + Number(price) * (1 - Number(discount)),
        0,
      );
      return { order: Number(orderkey), date, revenue, lines: lines.length };
    })
    .filter(({ lines }) => lines > 0)
    .toSorted((a, b) => b.revenue - a.revenue)
    .slice(0, 10)
    .map(({ order, date, revenue }) => ({
      order,
      date,
      revenue: expect.closeTo(revenue, 4) as unknown,
    }));
}

it("finds the ten open orders of a segment with most revenue", async () => {
  const expected = topOrders("BUILDING", "1995-03-15");
  expect(expected).toHaveLength(10);
  const { values } = await runExample("top-orders");
  expect(values).toEqual(expected);
});

it("takes another segment and day", async () => {
  const { values } = await runExample("top-orders", "segment=MACHINERY", "day=1995-04-01");
  expect(values).toEqual(topOrders("MACHINERY", "1995-04-01"));
});
