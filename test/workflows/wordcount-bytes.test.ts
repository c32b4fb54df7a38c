import { resolve } from "node:path";
import { expect, it } from "vitest";
import { runExample } from "../support/run-example.ts";

const texts = resolve(import.meta.dirname, "../../workflows/data/texts");

it("counts over bytes what it counts in lines", async () => {
  for (const input of [texts, resolve(texts, "../../../docs")]) {
    const args = [`input=${input}`, "mappers=3", "reducers=2"] as const;
    const bytes = await runExample("wordcount-bytes", ...args);
    const lines = await runExample("wordcount", ...args);
    expect(bytes.rows.length).toBeGreaterThan(40);
    expect(bytes.rows).toEqual(lines.rows);
  }
});
