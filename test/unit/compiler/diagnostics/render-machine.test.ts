import { expect, it } from "vitest";
import type { JsonDiagnostic } from "../../../../src/compiler/diagnostics/render-json.ts";
import { renderJson } from "../../../../src/compiler/diagnostics/render-json.ts";
import { renderSarif } from "../../../../src/compiler/diagnostics/render-sarif.ts";
import { renderShort } from "../../../../src/compiler/diagnostics/render-short.ts";
import { createDiagnostic } from "../../../../src/compiler/diagnostics/report.ts";
import { summarizeDiagnostics } from "../../../../src/compiler/diagnostics/summary.ts";
import { createSourceFile } from "../../../../src/compiler/source/source-file.ts";

const file = createSourceFile("flows/main file.flow", "a = b\n  c = dd\n");
const span = (start: number, end: number, path = file.path) => ({ file: path, start, end });
const sources = (path: string) => (path === file.path ? file : undefined);

const full = createDiagnostic(
  "FLOW2001",
  span(12, 14),
  { name: "dd" },
  {
    label: "here",
    hint: "Did you mean `b`?",
    secondary: [
      { span: span(4, 5), text: "declared" },
      { span: span(0, 1, "gone.flow"), text: "" },
    ],
    fixes: [
      {
        title: "write `b`",
        applicability: "suggested",
        edits: [{ span: span(12, 14), newText: "b" }],
      },
    ],
  },
);
const bare = createDiagnostic("FLOW5006", span(0, 0, "gone.flow"), { path: "x.ts", reason: "r" });

it("renders one short line each", () => {
  expect(renderShort([full, bare], sources)).toBe(
    "flows/main file.flow:2:7: error[FLOW2001]: unknown name `dd`\n" +
      "gone.flow: warning[FLOW5006]: signatures of `x.ts` are not checked: r\n",
  );
});

it("renders one JSON object a line, with offsets and positions", () => {
  const at = (start: number, end: number, line: number) => ({
    file: file.path,
    start: { offset: start, line, column: line === 1 ? start + 1 : start - 5 },
    end: { offset: end, line, column: line === 1 ? end + 1 : end - 5 },
  });
  const nowhere = (offset: number) => ({ offset, line: null, column: null });
  const expected: readonly JsonDiagnostic[] = [
    {
      code: "FLOW2001",
      severity: "error",
      message: "unknown name `dd`",
      primary: { span: at(12, 14, 2), text: "here" },
      secondary: [
        { span: at(4, 5, 1), text: "declared" },
        { span: { file: "gone.flow", start: nowhere(0), end: nowhere(1) }, text: "" },
      ],
      hint: "Did you mean `b`?",
      fixes: [
        {
          title: "write `b`",
          applicability: "suggested",
          edits: [{ span: at(12, 14, 2), newText: "b" }],
        },
      ],
    },
    {
      code: "FLOW5006",
      severity: "warning",
      message: "signatures of `x.ts` are not checked: r",
      primary: { span: { file: "gone.flow", start: nowhere(0), end: nowhere(0) }, text: "" },
      secondary: [],
      hint: null,
      fixes: [],
    },
  ];
  const lines = renderJson([full, bare], sources).split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(expected);
});

it("renders a SARIF log whose results point into its rules", () => {
  const log = JSON.parse(renderSarif([full, bare], sources, { toolVersion: "1.2.3" })) as {
    readonly version: string;
    readonly runs: readonly {
      readonly tool: {
        readonly driver: {
          readonly version: string;
          readonly rules: readonly { readonly id: string }[];
        };
      };
      readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
    }[];
  };
  const [run] = log.runs;
  const rules = run?.tool.driver.rules ?? [];
  expect(log.version).toBe("2.1.0");
  expect(run?.tool.driver.version).toBe("1.2.3");
  expect(run?.results.map(({ ruleIndex }) => rules[ruleIndex]?.id)).toEqual([
    "FLOW2001",
    "FLOW5006",
  ]);
  const region = {
    startLine: 2,
    startColumn: 7,
    endLine: 2,
    endColumn: 9,
    charOffset: 12,
    charLength: 2,
  };
  const artifactLocation = { uri: "flows/main%20file.flow" };
  expect(run?.results[0]).toEqual({
    ruleId: "FLOW2001",
    ruleIndex: rules.findIndex(({ id }) => id === "FLOW2001"),
    level: "error",
    message: { text: "unknown name `dd`: here. Did you mean `b`?" },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    relatedLocations: [
      {
        id: 0,
        message: { text: "declared" },
        physicalLocation: {
          artifactLocation,
          region: {
            startLine: 1,
            startColumn: 5,
            endLine: 1,
            endColumn: 6,
            charOffset: 4,
            charLength: 1,
          },
        },
      },
      {
        id: 1,
        physicalLocation: {
          artifactLocation: { uri: "gone.flow" },
          region: { charOffset: 0, charLength: 1 },
        },
      },
    ],
    fixes: [
      {
        description: { text: "write `b`" },
        properties: { applicability: "suggested" },
        artifactChanges: [
          {
            artifactLocation,
            replacements: [{ deletedRegion: region, insertedContent: { text: "b" } }],
          },
        ],
      },
    ],
  });
});

it.each([
  ["/home/a b/x.flow", "file:///home/a%20b/x.flow"],
  ["C:/flows/x.flow", "file:///C:/flows/x.flow"],
  ["../x.flow", "../x.flow"],
])("writes the path %s as the reference %s", (path, uri) => {
  const log = renderSarif(
    [createDiagnostic("FLOW2001", span(0, 1, path), { name: "x" })],
    sources,
    { toolVersion: "1" },
  );
  expect(log).toContain(`"uri": "${uri}"`);
});

it.each([
  [[], ""],
  [[full], "1 error"],
  [[bare, full, full], "2 errors, 1 warning"],
  [[bare, bare], "2 warnings"],
])("summarises", (diagnostics, expected) => {
  expect(summarizeDiagnostics(diagnostics)).toBe(expected);
});
