import { deepEqual } from "node:assert/strict";
import { csv, files, test } from "flow-lang/test";

const market = {
  customers: files({
    "customers.csv": csv([
      { custkey: 1, segment: "BUILDING" },
      { custkey: 2, segment: "MACHINERY" },
    ]),
  }),
  orders: files({
    "orders.csv": csv([
      { orderkey: 10, custkey: 1, date: "1995-03-01" },
      { orderkey: 11, custkey: 1, date: "1995-03-02" },
      { orderkey: 12, custkey: 1, date: "1995-03-15" },
      { orderkey: 20, custkey: 2, date: "1995-03-01" },
    ]),
  }),
  lines: files({
    "lines.csv": csv([
      { orderkey: 10, price: 100.0, discount: 0.5, shipped: "1995-03-16" },
      { orderkey: 11, price: 40.0, discount: 0.0, shipped: "1995-04-01" },
      { orderkey: 11, price: 20.0, discount: 0.25, shipped: "1995-04-02" },
      { orderkey: 11, price: 999.0, discount: 0.0, shipped: "1995-03-15" },
      { orderkey: 12, price: 999.0, discount: 0.0, shipped: "1995-04-01" },
      { orderkey: 20, price: 500.0, discount: 0.0, shipped: "1995-04-01" },
    ]),
  }),
};

test("adds up what is not shipped yet of orders before the day", async (t) => {
  const { result } = await t.run(market);
  deepEqual(result, [
    { order: 11, date: "1995-03-02", revenue: 55 },
    { order: 10, date: "1995-03-01", revenue: 50 },
  ]);
});

test("looks at the segment it is asked for", async (t) => {
  const { result } = await t.run({ ...market, segment: "MACHINERY" });
  deepEqual(result, [{ order: 20, date: "1995-03-01", revenue: 500 }]);
});

test("has no orders of a segment without customers", async (t) => {
  const { result } = await t.run({ ...market, segment: "AUTOMOBILE" });
  deepEqual(result, []);
});
