import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { hasPython } from "../support/python.ts";
import { runExample } from "../support/run-example.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const texts = resolve(import.meta.dirname, "../../workflows/data/texts");

/** Characters that are in the Unicode of every Python that flow runs on; what a word is depends on the table of characters. */
const ODD = [
  "Straße STRASSE ﬁn Ǆ ǅ İstanbul ılık",
  "ΟΔΥΣΣΕΥΣ ΣΑΣ Σ ΑΣ. ΑΣ1 ΑΣ\u0301Α", // sigma at the end of a word and elsewhere
  "e\u0301te\u0301 naïve don't x_y a-b", // marks and punctuation part words
  "١٢٣ Ⅷ ½ ² ③ ௧ 𝟘𝟙 ㊿", // numbers that are no digits
  "日本語 中文,汉字。한국어 ไทย हिन्दी",
  "𝐀𝐁 𐐀𐐨 😀a😀b \u200bx\u200dy \ufeffz", // beyond the BMP, and what has no width
  "a\u2028b\u2029c\u0085d\u000be\u000cf g\u00a0h\u3000i\r", // line ends for Python and not for flow
  "",
];

it.skipIf(!hasPython)("counts in Python what it counts in TypeScript", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "odd.txt");
  writeFileSync(path, ODD.join("\n"));
  for (const input of [path, texts]) {
    const args = [`input=${input}`, "mappers=3", "reducers=2"] as const;
    const python = await runExample("wordcount-python", ...args);
    const typescript = await runExample("wordcount", ...args);
    expect(python.rows.length).toBeGreaterThan(40);
    expect(python.rows).toEqual(typescript.rows);
  }
});
