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
    (sources(path)?.text ?? "").slice(start, end).replaceAll(/\s+/g, " ");
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
    result === undefined ? "" : `Result: ${textOf(result.span)}\n`,
    "`flow run --help` lists the options.\n",
  ]
    .filter((section) => section !== "")
    .join("\n");
}

function oneLine(doc: string): string {
  return doc.trim().replaceAll(/\s+/g, " ");
}
