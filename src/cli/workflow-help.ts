import type { WorkflowDecl } from "../compiler/index.ts";
import type { Span } from "../compiler/source/span.ts";
import type { CheckedFile } from "./check-file.ts";
import { table, wrap } from "./render-help.ts";

/** The parameters of a workflow as its author wrote them: types, defaults, documentation. */
export function renderWorkflowHelp(
  file: string,
  { name, doc, params, result }: WorkflowDecl,
  { sources }: Pick<CheckedFile, "sources">,
  width: number,
): string {
  const textOf = ({ file: path, start, end }: Span): string =>
    onOneLine((sources(path)?.text ?? "").slice(start, end));
  const rows = params.map((param) => {
    const { defaultValue } = param;
    const notes = defaultValue === undefined ? "required" : `default: ${textOf(defaultValue.span)}`;
    const about = param.doc === undefined ? "" : `${oneLine(param.doc)} `;
    return [`${param.name.name}: ${textOf(param.type.span)}`, `${about}(${notes})`] as const;
  });
  return [
    doc === undefined ? "" : `${wrap(oneLine(doc), width)}\n`,
    `Usage: flow run ${file} [name=value...] [OPTION...]\n`,
    rows.length === 0
      ? `Workflow \`${name.name}\` has no parameters.\n`
      : `Parameters of \`${name.name}\`:\n${table(rows, width)}`,
    result === undefined
      ? ""
      : `${wrap(`Result: ${textOf(result.span)}`, width - 2).replaceAll("\n", "\n  ")}\n`,
    "`flow run --help` lists the options.\n",
  ]
    .filter((section) => section !== "")
    .join("\n");
}

/** Source over several lines, as its author would write it on one: without the comma behind the last element. */
function onOneLine(source: string): string {
  return source
    .replaceAll(/\s+/g, " ")
    .replaceAll(/, ?\}/g, " }")
    .replaceAll(/, ?([)\]>])/g, "$1");
}

function oneLine(doc: string): string {
  return doc.trim().replaceAll(/\s+/g, " ");
}
