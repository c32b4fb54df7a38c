/** What a test threw, as people read it: the message, the line of the test file, and what there is besides. */
import { AssertionError } from "node:assert";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { type Finding, renderText } from "../../compiler/diagnostics/render-text.ts";
import { createSourceFile } from "../../compiler/source/source-file.ts";
import type { Span } from "../../compiler/source/span.ts";
import { attempt } from "../attempt.ts";
import { describeDifference } from "./describe-difference.ts";
import { jsonOf } from "./json-of.ts";
import { layoutJson } from "./layout-json.ts";
import type { FileSettings, TestFailureText } from "./protocol.ts";
import { TestFailure } from "./test-failure.ts";

export function describeError(
  thrown: unknown,
  { settings }: { readonly settings: FileSettings },
): TestFailureText {
  const error =
    thrown instanceof Error
      ? thrown
      : new Error(`a test throws an Error, and this threw ${inspect(thrown)}`);
  const { message, detail } = contentOf(error, settings.colour);
  const path = resolve(settings.cwd, settings.file);
  const source = createSourceFile(settings.file, attempt(() => readFileSync(path, "utf8")) ?? "");
  const span = placeIn(error, path, settings.file, source.lineStarts, source.text);
  if (span === undefined) {
    const frames =
      thrown instanceof Error && !(thrown instanceof TestFailure) ? framesOf(error) : "";
    return { message, text: `error: ${message}\n${detail}${frames}` };
  }
  const finding: Finding = {
    code: undefined,
    severity: "error",
    message,
    primary: { span, text: "" },
    secondary: [],
    hint: undefined,
    fixes: [],
  };
  const head = renderText([finding], (name) => (name === settings.file ? source : undefined), {
    colour: settings.colour,
    width: settings.width ?? undefined,
  });
  return { message, text: head + detail };
}

function contentOf(
  error: Error,
  colour: boolean,
): { readonly message: string; readonly detail: string } {
  if (error instanceof TestFailure) {
    return { message: error.message, detail: error.detail };
  }
  if (error instanceof AssertionError) {
    const detail = differenceOf(error, colour);
    if (detail !== undefined) {
      const message = error.generatedMessage
        ? "a value is not what the test expects"
        : firstLine(error.message);
      return { message, detail };
    }
    const [message = "", ...more] = error.message.trimEnd().split("\n");
    return { message, detail: indentLines(more) };
  }
  const [first = "", ...more] = error.message.trimEnd().split("\n");
  const message = [error.name, first].filter((part) => part !== "" && part !== "Error").join(": ");
  return { message: message === "" ? error.name : message, detail: indentLines(more) };
}

const indentLines = (lines: readonly string[]): string =>
  lines.map((line) => `    ${line}`.trimEnd().concat("\n")).join("");

/** Undefined where the assertion compares no values, or such as have no JSON. */
function differenceOf(error: AssertionError, colour: boolean): string | undefined {
  if (!/^(?:deep(?:Strict)?Equal|partialDeepStrictEqual|strictEqual|==)$/u.test(error.operator)) {
    return undefined;
  }
  try {
    const [expected, actual] = [error.expected, error.actual].map((value) =>
      layoutJson(jsonOf(value)),
    );
    const difference = describeDifference(expected ?? "", actual ?? "", colour);
    return difference === "" ? undefined : difference;
  } catch (problem) {
    if (problem instanceof TypeError || problem instanceof RangeError) {
      return undefined;
    }
    throw problem;
  }
}

const firstLine = (text: string): string => text.split("\n")[0] ?? "";

/** The innermost place in the test file on the stack: the word that stands there. */
function placeIn(
  error: Error,
  path: string,
  file: string,
  lineStarts: readonly number[],
  text: string,
): Span | undefined {
  for (const line of (error.stack ?? "").split("\n")) {
    const at = [pathToFileURL(path).href, path].find((name) => line.includes(`${name}:`));
    const [, row, column] = /:(\d+):(\d+)\)?$/u.exec(line) ?? [];
    const lineStart = lineStarts[Number(row) - 1];
    if (at !== undefined && lineStart !== undefined) {
      const start = lineStart + Number(column) - 1;
      const word = /^[\w$.]+/u.exec(text.slice(start, start + 80))?.[0] ?? " ";
      return { file, start, end: start + word.length };
    }
  }
  return undefined;
}

const FRAMES = 5;

/** What stacks name and no test author has written. They name files by URL or by path. */
const RUNNER = ["node:internal/", new URL(".", import.meta.url).href, import.meta.dirname];

function framesOf(error: Error): string {
  return (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /u.test(line) && !RUNNER.some((own) => line.includes(own)))
    .slice(0, FRAMES)
    .map((line) => `    ${line.trim()}\n`)
    .join("");
}
