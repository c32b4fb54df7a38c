import { expect, it } from "vitest";
import type { Diagnostic } from "../../../../src/compiler/diagnostics/diagnostic.ts";
import {
  createDiagnostic,
  dropConsequences,
  hasErrors,
  report,
  sortDiagnostics,
} from "../../../../src/compiler/diagnostics/report.ts";

const at = (start: number, end: number, file = "a.flow") => ({ file, start, end });
const unknown = (name: string, start: number, file?: string): Diagnostic =>
  createDiagnostic("FLOW2001", at(start, start + 1, file), { name });
const unchecked = (start: number): Diagnostic =>
  createDiagnostic("FLOW5006", at(start, start + 1), { path: "x.ts", reason: "r" });

it("makes the message from the registry and fills in what is not given", () => {
  const sink: Diagnostic[] = [];
  report(sink, "FLOW2001", at(3, 4), { name: "x" }, { label: "here" });
  expect(sink).toEqual([
    {
      code: "FLOW2001",
      severity: "error",
      message: "unknown name `x`",
      primary: { span: at(3, 4), text: "here" },
      secondary: [],
      hint: undefined,
      fixes: [],
    },
  ]);
});

it("asks for the arguments of the code it is given", () => {
  const sink: Diagnostic[] = [];
  // @ts-expect-error: the message needs a name
  expect(() => report(sink, "FLOW2001", at(0, 1), {})).not.toThrow();
  // @ts-expect-error: there is no such code
  expect(() => report(sink, "FLOW0000", at(0, 1), {})).toThrow();
});

it("sorts by file, offset and code, and keeps the order of equals", () => {
  const [a, b, c, d, e] = [
    unknown("a", 9),
    unknown("b", 2),
    unknown("c", 0, "z.flow"),
    unchecked(2),
    unknown("e", 2),
  ];
  expect(sortDiagnostics([c, a, d, b, e])).toEqual([b, e, d, a, c]);
});

it("keeps the first error of several about one stretch, and no warning beside it", () => {
  const [first, second, elsewhere] = [unknown("a", 1), unknown("b", 1), unknown("c", 2)];
  expect(dropConsequences([unchecked(1), first, second, elsewhere])).toEqual([first, elsewhere]);
});

it("keeps warnings of different codes about one stretch, each once", () => {
  const other: Diagnostic = { ...unchecked(1), code: "FLOW5099" };
  expect(dropConsequences([unchecked(1), other, unchecked(1)])).toEqual([unchecked(1), other]);
});

it("tells errors from warnings", () => {
  expect(hasErrors([unchecked(0)])).toBe(false);
  expect(hasErrors([unchecked(0), unknown("a", 1)])).toBe(true);
});
