import { csv, files, jsonl, test } from "flow-lang/test";

test("names the customers of orders, and keeps orders of nobody", async (t) => {
  const { result } = await t.run({
    customers: files({
      "customers.csv": csv([
        { id: 1, name: "Ada, Countess", country: "GB" },
        { id: 2, name: "Bo", country: null },
      ]),
    }),
    orders: files({
      "orders.jsonl": jsonl([
        { order: "c", customer: 2, total: 1.5 },
        { order: "a", customer: 1, total: 10 },
        { order: "b", customer: null, total: 2 },
        { order: "d", customer: 9, total: 4 },
      ]),
    }),
  });
  t.snapshot(result);
});
