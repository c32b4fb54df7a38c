import { expect, it } from "vitest";
import { format } from "../../../../src/compiler/format/format.ts";
import { createSourceFile } from "../../../../src/compiler/source/source-file.ts";

function layoutOf(text: string): string {
  const formatted = format(createSourceFile("test.flow", text));
  expect(formatted).toMatchObject({ ok: true });
  return formatted.ok ? formatted.value : "";
}

/** The items of a body, as they are laid out. */
function itemsOf(items: string): string {
  const lines = layoutOf(`workflow w() -> int {\n${items}\nreturn 1\n}\n`).split("\n");
  return lines.slice(1, -3).join("\n");
}

it("leaves nothing of nothing", () => {
  expect(layoutOf("")).toBe("");
  expect(layoutOf(" \n\n\t\n")).toBe("");
});

it("ends a text with one line end", () => {
  expect(layoutOf("type A = int")).toBe("type A = int\n");
  expect(layoutOf("type A = int\n\n\n")).toBe("type A = int\n");
  expect(layoutOf("// only a comment")).toBe("// only a comment\n");
});

it("writes LF for CRLF, in comments too, and drops a byte order mark", () => {
  expect(layoutOf("\uFEFF/* a\r\n   b */\r\ntype A = int\r\n")).toBe(
    "/* a\n   b */\ntype A = int\n",
  );
});

it("does not touch a text with mistakes", () => {
  expect(format(createSourceFile("test.flow", "type A = "))).toMatchObject({ ok: false });
});

it("fills a line to the hundredth column", () => {
  const fits = `  x = f(${"a".repeat(45)}, ${"b".repeat(44)})`;
  expect(fits).toHaveLength(100);
  expect(itemsOf(fits)).toBe(fits);
  expect(itemsOf(fits.replace("aa", "aaa"))).toContain("f(\n");
});

it("does not count a comment at the end of a line", () => {
  const line = `  x = f(a)  // ${"long ".repeat(30).trim()}`;
  expect(itemsOf(line)).toBe(line);
});

it("lines up only as far as a line has room", () => {
  const long = `  x = ${"a".repeat(90)}`;
  expect(itemsOf(`${long}\n  longName = 1\n  y = 2`)).toBe(
    `${long}\n  longName = 1\n  y        = 2`,
  );
});

it("lines up comments of neighbours, but not with a line far longer", () => {
  expect(itemsOf("  x = 1 // a\n  yy = 22 // b")).toBe("  x  = 1   // a\n  yy = 22  // b");
  const far = `  long = f("${"t".repeat(60)}")  // b`;
  expect(itemsOf(`  x = 1 // a\n${far}`)).toBe(`  x    = 1  // a\n${far}`);
});

it("never starts a line with the bracket of a call or an index", () => {
  const long = "a".repeat(60);
  for (const line of itemsOf(`  x = ${long}(${long})[${long}](${long})`).split("\n")) {
    expect(line.trimStart()).not.toMatch(/^[([]/);
  }
});

it("keeps a comma where an option called `and` follows", () => {
  const options = "  x = f(a) with {\n    step 1,\n    and  2\n  }";
  expect(itemsOf(options)).toBe(options);
});

it("breaks the branches of an `if` together", () => {
  const branches = itemsOf("  x = if a { b } else if c { d } else {\n e }");
  expect(branches).toBe("  x = if a {\n    b\n  } else if c {\n    d\n  } else {\n    e\n  }");
});

it("goes on behind the closing brace of a block inside a call", () => {
  const call = "  n = count(for r in rows where r.ok {\n    r.id\n  }) + 1";
  expect(itemsOf(call)).toBe(call);
});

it("puts a comment between a block and `else` on a line of its own", () => {
  const branches = "  x = if a {\n    b\n  }\n  // otherwise\n  else {\n    c\n  }";
  expect(itemsOf(branches)).toBe(branches);
});

it("stands documentation in front of what it documents", () => {
  expect(layoutOf("type A = int /// about B\ntype B = int")).toBe(
    "type A = int\n/// about B\ntype B = int\n",
  );
});
