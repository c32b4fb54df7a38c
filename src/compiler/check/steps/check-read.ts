import { didYouMean } from "../../bind/did-you-mean.ts";
import { report } from "../../diagnostics/report.ts";
import type { ReadStep, TypeNode } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { printType } from "../print-type.ts";
import { resolveType } from "../resolve-type.ts";
import { datasetOf, errorType, isError, stringType, type Type, withoutNull } from "../type.ts";
import { checkContent, checkInto } from "./data-source.ts";

const formats = ["csv", "jsonl", "lines"] as const;

export function checkRead(context: CheckContext, step: ReadStep): Type {
  const source = checkContent(context, step.source, "read");
  context.effects++;
  checkInto(context, step.into);
  const { format, type } = step;
  const record = type === undefined ? undefined : resolveType(context, type);
  if ((source.kind === "dataset" ? source.element : source).kind === "bytes") {
    report(context.sink, "FLOW3049", step.source.span, { step: "read", type: printType(source) });
  }
  switch (format.name) {
    case "":
      return errorType;
    case "lines":
      if (type !== undefined) {
        const gone = { ...type.span, start: format.span.end };
        report(
          context.sink,
          "FLOW3051",
          type.span,
          {},
          {
            fixes: [
              {
                title: "Remove the type",
                applicability: "suggested",
                edits: [{ span: gone, newText: "" }],
              },
            ],
          },
        );
      }
      return datasetOf(stringType);
    case "csv":
    case "jsonl":
      if (type === undefined || record === undefined) {
        report(
          context.sink,
          "FLOW3052",
          format.span,
          { format: format.name },
          {
            hint: `Write \`as ${format.name} of T\`, where \`T\` is a record type.`,
          },
        );
        return errorType;
      }
      return checkRows(context, format.name, type, record);
    default:
      report(
        context.sink,
        "FLOW3053",
        format.span,
        { name: format.name, known: formats },
        didYouMean(format.name, format.span, formats),
      );
      return errorType;
  }
}

function checkRows(
  context: CheckContext,
  format: "csv" | "jsonl",
  node: TypeNode,
  type: Type,
): Type {
  if (isError(type)) {
    return errorType;
  }
  if (format === "jsonl") {
    if (!isReadable(type)) {
      report(context.sink, "FLOW3054", node.span, { format: "JSON", type: printType(type) });
      return errorType;
    }
    return datasetOf(type);
  }
  if (type.kind !== "record") {
    report(
      context.sink,
      "FLOW3054",
      node.span,
      { format: "CSV", type: printType(type) },
      {
        hint: "A row is a record: its fields are the columns.",
      },
    );
    return errorType;
  }
  const misfit = type.fields.find((field) => !isError(field.type) && !isCell(field.type));
  if (misfit !== undefined) {
    report(
      context.sink,
      "FLOW3055",
      node.span,
      { name: misfit.name, type: printType(misfit.type) },
      {
        secondary: fieldPlace(context, node, misfit.name),
        hint: "A cell holds one scalar or the path of a file; nested data is read as `jsonl`.",
      },
    );
    return errorType;
  }
  return datasetOf(type);
}

function isCell(type: Type): boolean {
  switch (withoutNull(type).kind) {
    case "bool":
    case "int":
    case "float":
    case "string":
    case "size":
    case "duration":
    case "literal":
    case "file":
      return true;
    default:
      return false;
  }
}

/** JSON values, and files by their paths. */
function isReadable(type: Type): boolean {
  switch (type.kind) {
    case "optional":
      return isReadable(type.type);
    case "list":
      return isReadable(type.element);
    case "map":
      return isReadable(type.value);
    case "record":
      return type.fields.every((field) => isReadable(field.type));
    case "json":
    case "error":
      return true;
    default:
      return isCell(type);
  }
}

function fieldPlace(
  context: CheckContext,
  node: TypeNode,
  name: string,
): readonly { readonly span: TypeNode["span"]; readonly text: string }[] {
  const symbol =
    node.kind === "NamedType" ? context.bindings.typeResolutions.get(node.name) : undefined;
  const written = symbol?.kind === "type" ? symbol.declaration.type : node;
  const field =
    written.kind === "RecordType"
      ? written.fields.find((candidate) => candidate.name.name === name)
      : undefined;
  return field === undefined ? [] : [{ span: field.span, text: "this field" }];
}
