/** Types as written to types as meant. */
import { assertNever } from "../../shared/assert-never.ts";
import { type BuiltinType, isBuiltinType } from "../bind/builtin-names.ts";
import { report } from "../diagnostics/report.ts";
import type {
  DimensionedType,
  LiteralType,
  NamedType,
  RecordType,
  TypeDecl,
  TypeNode,
  UnionType,
} from "../syntax/ast.ts";
import type { CheckContext } from "./check-context.ts";
import { printType } from "./print-type.ts";
import { resolveTensor } from "./resolve-tensor.ts";
import {
  datasetOf,
  errorType,
  type Field,
  filesType,
  isError,
  listOf,
  literalOf,
  optionalOf,
  recordOf,
  type Type,
} from "./type.ts";
import { reportArguments } from "./type-arguments.ts";
import { isOversized, maxTypeDepth } from "./type-size.ts";

/** Reports what is wrong with it once, and gives `error` for that part. */
export function resolveType(context: CheckContext, node: TypeNode): Type {
  const known = context.tables.types.get(node);
  if (known !== undefined) {
    return known;
  }
  context.typeNesting++;
  const type = resolve(context, node);
  context.typeNesting--;
  context.tables.types.set(node, type);
  return type;
}

function resolve(context: CheckContext, node: TypeNode): Type {
  switch (node.kind) {
    case "MissingType":
      return errorType;
    case "NamedType":
      return resolveNamed(context, node);
    case "LiteralType":
      return resolveLiteral(node);
    case "RecordType":
      return resolveRecord(context, node);
    case "OptionalType": {
      const type = resolveType(context, node.type);
      if (type.kind === "optional") {
        const after = { ...node.span, start: node.type.span.end };
        report(
          context.sink,
          "FLOW3006",
          after,
          { type: printType(type) },
          {
            fixes: [
              { title: "Remove `?`", applicability: "safe", edits: [{ span: after, newText: "" }] },
            ],
          },
        );
      }
      return optionalOf(type);
    }
    case "ListType":
      return listOf(resolvePart(context, node.element, "a list"));
    case "DimensionedType":
      return resolveTensor(context, node) ?? refuseDimensions(context, node);
    case "UnionType":
      return resolveUnion(context, node);
    default:
      return assertNever(node);
  }
}

function refuseDimensions(context: CheckContext, node: DimensionedType): Type {
  const type = resolveType(context, node.type);
  if (!isError(type)) {
    report(context.sink, "FLOW3012", node.span, { type: printType(type) });
  }
  return errorType;
}

function resolveNamed(context: CheckContext, node: NamedType): Type {
  const symbol = context.bindings.typeResolutions.get(node.name);
  const name = node.name.parts.map((part) => part.name).join(".");
  if (symbol !== undefined) {
    if (symbol.kind === "unresolved") {
      return errorType;
    }
    reportArguments(context, node, name, 0);
    return resolveAlias(context, symbol.declaration);
  }
  return isBuiltinType(name) ? resolveBuiltin(context, node, name) : errorType;
}

/** Declared types are resolved when they are first mentioned; one that is met again meanwhile contains itself. */
export function resolveAlias(context: CheckContext, declaration: TypeDecl): Type {
  const { aliases, aliasStack } = context;
  const known = aliases.get(declaration);
  if (known !== undefined) {
    return known;
  }
  if (aliases.has(declaration)) {
    const cycle = aliasStack.slice(aliasStack.indexOf(declaration));
    const [first = declaration, ...others] = cycle.toSorted(bySource);
    const start = cycle.indexOf(first);
    const ordered = [...cycle.slice(start), ...cycle.slice(0, start), first];
    report(
      context.sink,
      "FLOW4008",
      first.name.span,
      { names: ordered.map(({ name }) => name.name) },
      {
        secondary: others.map(({ name }) => ({ span: name.span, text: "is part of the circle" })),
        hint: "For data of any depth use `json`, or rows that name their parents.",
      },
    );
    return errorType;
  }
  if (context.typeNesting > maxTypeDepth) {
    return refuseOversized(context, declaration);
  }
  aliases.set(declaration, undefined);
  aliasStack.push(declaration);
  const type = resolveType(context, declaration.type);
  aliasStack.pop();
  const named =
    type.kind === "record" && declaration.type.kind === "RecordType"
      ? recordOf(type.fields, declaration.name.name)
      : type;
  if (isOversized(context.typeSizes, named)) {
    return refuseOversized(context, declaration);
  }
  aliases.set(declaration, named);
  context.tables.types.set(declaration.type, named);
  return named;
}

function refuseOversized(context: CheckContext, declaration: TypeDecl): Type {
  report(context.sink, "FLOW3067", declaration.name.span, { name: declaration.name.name });
  context.aliases.set(declaration, errorType);
  return errorType;
}

function bySource(a: TypeDecl, b: TypeDecl): number {
  return a.span.file === b.span.file
    ? a.span.start - b.span.start
    : a.span.file < b.span.file
      ? -1
      : 1;
}

function resolveBuiltin(context: CheckContext, node: NamedType, name: BuiltinType): Type {
  switch (name) {
    case "bool":
    case "int":
    case "float":
    case "string":
    case "duration":
    case "size":
    case "json":
    case "secret":
    case "text":
    case "bytes":
    case "file":
    case "model":
      reportArguments(context, node, name, 0);
      return { kind: name };
    case "files":
      reportArguments(context, node, name, 0);
      return filesType;
    case "map":
      return resolveMap(context, node);
    case "dataset": {
      const element = onlyArgument(context, node, name, "a dataset");
      return element === undefined ? errorType : datasetOf(element);
    }
    case "stream": {
      const element = onlyArgument(context, node, name, "a stream");
      return element === undefined ? errorType : { kind: "stream", element };
    }
    case "groups":
      report(context.sink, "FLOW3007", node.span, {});
      return errorType;
    case "tensor":
      report(
        context.sink,
        "FLOW3008",
        node.span,
        {},
        {
          hint: "Write its dimensions, outermost first: `tensor<f32>[m, n]`.",
        },
      );
      return errorType;
  }
}

function resolveMap(context: CheckContext, node: NamedType): Type {
  if (!reportArguments(context, node, "map", 2)) {
    return errorType;
  }
  const [key, value] = node.args;
  if (key === undefined || value === undefined) {
    return errorType;
  }
  const keyType = resolveType(context, key);
  if (keyType.kind !== "string" && !isError(keyType)) {
    report(context.sink, "FLOW3009", key.span, { type: printType(keyType) });
  }
  return { kind: "map", value: resolvePart(context, value, "a map") };
}

function onlyArgument(
  context: CheckContext,
  node: NamedType,
  name: string,
  what: string,
): Type | undefined {
  const [argument] = node.args;
  return reportArguments(context, node, name, 1) && argument !== undefined
    ? resolvePart(context, argument, what)
    : undefined;
}

/** The type of what a collection holds; collections of datasets exist only as lists. */
function resolvePart(context: CheckContext, node: TypeNode, what: string): Type {
  const type = resolveType(context, node);
  const isStream = type.kind === "stream" || type.kind === "groups";
  if (isStream || type.kind === "secret" || (type.kind === "dataset" && what !== "a list")) {
    report(context.sink, "FLOW3005", node.span, { what, type: printType(type) });
    return errorType;
  }
  return type;
}

function resolveLiteral({ value }: LiteralType): Type {
  if (value.kind === "IntExpr") {
    return literalOf([value.value]);
  }
  return literalOf([
    value.parts.map((part) => (part.kind === "StringText" ? part.value : "")).join(""),
  ]);
}

function resolveRecord(context: CheckContext, node: RecordType): Type {
  const fields: Field[] = [];
  for (const { name, type } of node.fields) {
    const resolved = resolveType(context, type);
    const first = node.fields.find((field) => field.name.name === name.name);
    if (first !== undefined && first.name !== name) {
      if (name.name !== "") {
        report(
          context.sink,
          "FLOW3003",
          name.span,
          { name: name.name },
          {
            secondary: [{ span: first.name.span, text: "the first is here" }],
          },
        );
      }
    } else if (resolved.kind === "secret") {
      report(context.sink, "FLOW3005", type.span, { what: "a record", type: "secret" });
      fields.push({ name: name.name, type: errorType });
    } else {
      fields.push({ name: name.name, type: resolved });
    }
  }
  return recordOf(fields);
}

function resolveUnion(context: CheckContext, node: UnionType): Type {
  const values: (string | number)[] = [];
  let isWrong = false;
  for (const member of node.members) {
    const type = resolveType(context, member);
    if (type.kind === "literal") {
      values.push(...type.values);
    } else {
      if (!isWrong && !isError(type)) {
        report(context.sink, "FLOW3010", member.span, { type: printType(type) });
      }
      isWrong = true;
    }
  }
  if (isWrong) {
    return errorType;
  }
  if (values.some((value) => typeof value !== typeof values[0])) {
    report(context.sink, "FLOW3010", node.span, { type: "string and int together" });
    return errorType;
  }
  return literalOf(values);
}
