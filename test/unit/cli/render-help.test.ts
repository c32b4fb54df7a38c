import { expect, it } from "vitest";
import { commands } from "../../../src/cli/commands.ts";
import {
  pageWidth,
  renderCommandHelp,
  renderProgramHelp,
  table,
} from "../../../src/cli/render-help.ts";

it.each([
  [undefined, 96],
  [200, 96],
  [80, 80],
  [10, 40],
])("on %s columns, makes a page %s wide", (columns, width) => {
  expect(pageWidth({ columns })).toBe(width);
});

it.each([60, 80, 96])("fits every help into %s columns, but for commands to copy", (width) => {
  const texts = [
    renderProgramHelp(commands, width),
    ...commands.map((command) => renderCommandHelp(command, width)),
  ];
  const long = texts
    .flatMap((text) => text.split("\n"))
    .filter((line) => line.length > width && !/^ {4}\S/.test(line));
  expect(long).toEqual([]);
});

it("parts no option from its value", () => {
  const [run] = commands;
  expect(run && renderCommandHelp(run, 60).split("\n\n")[1]).toBe(
    `Usage: flow run FILE [name=value...] [--workflow NAME]
       [--params FILE] [--out DIR] [--as jsonl|csv]
       [--workers N] [--on-failure drain|continue|kill]
       [--no-speculation] [--json]
       [--progress auto|plain|none] [--quiet] [--fresh]
       [--keep] [--events FILE]`,
  );
});

it("puts the second column below the first where there is no room beside it", () => {
  expect(table([["a".repeat(30), "what it is"]], 50)).toBe(
    `  ${"a".repeat(30)}\n      what it is\n`,
  );
});
