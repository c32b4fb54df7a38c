import { assertNever } from "../../shared/assert-never.ts";
import type {
  Declaration,
  FunctionDecl,
  Param,
  PipelineDecl,
  SourceUnit,
  TypeDecl,
  TypeNode,
  UseDecl,
  UseName,
  WorkflowDecl,
} from "../syntax/ast.ts";
import { blankLine, cell, concat, type Doc, hang, hardLine, nothing, row, space } from "./doc.ts";
import { maxWidth } from "./layout.ts";
import { printBody } from "./print-control.ts";
import { curlies, parentheses, printLastComments, printList } from "./print-lists.ts";
import type { Printer } from "./printer.ts";

/** An empty line on either side of what has several lines; otherwise as the author has it. */
export function printUnit(p: Printer, { declarations }: SourceUnit): Doc {
  const { cursor } = p;
  const parts: Doc[] = [];
  let before: Doc | undefined;
  for (const declaration of declarations) {
    const isAfterBlank = cursor.isAfterBlank();
    const comments = cursor.comments();
    const printed = printDeclaration(p, declaration);
    if (before !== undefined) {
      const isApart = isAfterBlank || before.flat > maxWidth || printed.flat > maxWidth;
      parts.push(isApart ? blankLine : hardLine);
    }
    parts.push(comments, printed);
    before = printed;
  }
  return concat([...parts, printLastComments(cursor)]);
}

function printDeclaration(p: Printer, node: Declaration): Doc {
  switch (node.kind) {
    case "UseDecl":
      return printUse(p, node);
    case "TypeDecl":
      return printTypeDeclaration(p, node);
    case "FunctionDecl":
      return printFunction(p, node);
    case "WorkflowDecl":
      return printWorkflow(p, node);
    case "PipelineDecl":
      return printPipeline(p, node);
    default:
      return assertNever(node);
  }
}

function printUse(p: Printer, { names, path, alias }: UseDecl): Doc {
  const { cursor } = p;
  const parts = [cursor.take("use"), space];
  if (names !== undefined) {
    parts.push(printList(p, curlies, names, (name) => printUseName(p, name)));
    parts.push(space, cursor.take("from"), space);
  }
  parts.push(p.expr(path));
  return concat(alias === undefined ? parts : [...parts, ...printAlias(p)]);
}

function printUseName(p: Printer, { alias }: UseName): Doc {
  const name = p.cursor.takeAny();
  return alias === undefined ? name : concat([name, ...printAlias(p)]);
}

function printAlias({ cursor }: Printer): Doc[] {
  return [space, cursor.take("as"), space, cursor.takeAny()];
}

function printTypeDeclaration(p: Printer, { type }: TypeDecl): Doc {
  const { cursor } = p;
  const name = [cursor.take("type"), space, cursor.takeAny(), space];
  return row(concat([...name, cell("type"), cursor.take("="), space, p.type(type)]));
}

function printFunction(p: Printer, node: FunctionDecl): Doc {
  const signature = printSignature(p, "function", node);
  const module = [p.cursor.take("from"), space, p.expr(node.path)];
  if (node.exportName !== undefined) {
    module.push(...printAlias(p));
  }
  const options = node.options === undefined ? [] : [space, p.options(node.options)];
  return row(hang(signature, [concat([cell("from"), ...module, ...options])]));
}

function printWorkflow(p: Printer, node: WorkflowDecl): Doc {
  return concat([printSignature(p, "workflow", node), space, printBody(p, node.body)]);
}

function printPipeline(p: Printer, node: PipelineDecl): Doc {
  const { cursor } = p;
  const signature = printSignature(p, "pipeline", node);
  const model = [cursor.take("="), space, cursor.take("partition"), space, p.expr(node.path)];
  return hang(signature, [concat([...model, space, p.options(node.options)])]);
}

interface Signed {
  readonly params: readonly Param[];
  readonly result: TypeNode | undefined;
}

function printSignature(p: Printer, word: string, { params, result }: Signed): Doc {
  const { cursor } = p;
  const name = [cursor.take(word), space, cursor.takeAny()];
  const printResult = () =>
    result === undefined ? nothing : concat([space, cursor.take("->"), space, p.type(result)]);
  const print = (param: Param) => printParam(p, param);
  return concat([...name, printList(p, parentheses, params, print, printResult)]);
}

function printParam(p: Printer, { type, defaultValue }: Param): Doc {
  const { cursor } = p;
  const typed = concat([cursor.takeAny(), cursor.take(":"), space, p.type(type)]);
  return defaultValue === undefined
    ? typed
    : concat([typed, space, cursor.take("="), space, p.expr(defaultValue)]);
}
