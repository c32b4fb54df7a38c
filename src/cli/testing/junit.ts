/** Reports as JUnit XML, which continuous integration reads. */
import { stripVTControlCharacters } from "node:util";
import type { FileReport, TestOutcome } from "./file-report.ts";

export function renderJunit(files: readonly FileReport[], elapsedMs: number): string {
  const suites = files.map(renderSuite);
  const { tests, failures, errors, skipped } = total(files);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="flow test" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${seconds(elapsedMs)}">
${suites.join("")}</testsuites>
`;
}

function renderSuite(file: FileReport): string {
  const { tests, failures, errors, skipped } = total([file]);
  const cases = file.tests.map((test) => renderCase(file.path, test));
  const broken =
    file.broken === null
      ? ""
      : `    <testcase name="(file)" classname="${escapeXml(file.path)}" time="0.000">
      <error message="the tests of this file could not be run">${escapeXml(file.broken)}</error>
    </testcase>
`;
  return `  <testsuite name="${escapeXml(file.path)}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${seconds(file.elapsedMs)}">
${broken}${cases.join("")}  </testsuite>
`;
}

function renderCase(path: string, test: TestOutcome): string {
  const head = `    <testcase name="${escapeXml(test.name)}" classname="${escapeXml(path)}" file="${escapeXml(path)}" time="${seconds(test.elapsedMs)}"`;
  const inside = [
    ...(test.kind === "skipped" ? [`<skipped message="${escapeXml(test.reason)}"/>`] : []),
    ...(test.kind === "failed"
      ? [
          `<failure message="${escapeXml(test.failure.message)}">${escapeXml(test.failure.text)}</failure>`,
        ]
      : []),
    ...(test.printed === "" ? [] : [`<system-out>${escapeXml(test.printed)}</system-out>`]),
  ];
  return inside.length === 0
    ? `${head}/>\n`
    : `${head}>\n${inside.map((line) => `      ${line}\n`).join("")}    </testcase>\n`;
}

function total(files: readonly FileReport[]) {
  const tests = files.flatMap((file) => file.tests);
  const errors = files.filter(({ broken }) => broken !== null).length;
  return {
    tests: tests.length + errors,
    failures: tests.filter(({ kind }) => kind === "failed").length,
    errors,
    skipped: tests.filter(({ kind }) => kind === "skipped").length,
  };
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** For attributes and text alike. Characters that XML 1.0 cannot hold are U+FFFD. */
export function escapeXml(text: string): string {
  return stripVTControlCharacters(text)
    .toWellFormed()
    .replaceAll("\r", "")
    .replaceAll(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll(/[&<>"\n\t]/gu, (character) => ENTITIES[character] ?? character);
}
