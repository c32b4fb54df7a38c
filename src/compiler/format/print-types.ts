import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type {
  NamedType,
  QualifiedName,
  RecordTypeField,
  TypeNode,
  UnionType,
} from "../syntax/ast.ts";
import { concat, type Doc, hang, nothing, space } from "./doc.ts";
import { angles, brackets, curlies, printEnclosed, printList } from "./print-lists.ts";
import type { Printer } from "./printer.ts";

export function printType(p: Printer, node: TypeNode): Doc {
  const { cursor } = p;
  // Parentheses are no nodes. Those here are around this type if it ends inside them, else around its first part.
  if (cursor.peek() === "(" && node.span.end <= cursor.closerOffset()) {
    return printEnclosed(p, () => printType(p, node));
  }
  switch (node.kind) {
    case "NamedType":
      return printNamedType(p, node);
    case "LiteralType":
      return cursor.takeVerbatim(node.span.end);
    case "RecordType":
      return printList(p, curlies, node.fields, (field) => printField(p, field));
    case "OptionalType": {
      const type = printType(p, node.type);
      // Two question marks side by side are another token.
      return concat([type, node.type.kind === "OptionalType" ? space : nothing, cursor.take("?")]);
    }
    case "ListType":
      return concat([printType(p, node.element), cursor.take("["), cursor.take("]")]);
    case "DimensionedType": {
      const type = printType(p, node.type);
      return concat([type, printList(p, brackets, node.dimensions, p.expr)]);
    }
    case "UnionType":
      return printUnion(p, node);
    case "MissingType":
      invariant(false, "a file with mistakes is not formatted");
      break;
    default:
      return assertNever(node);
  }
}

export function printQualifiedName({ cursor }: Printer, { parts }: QualifiedName): Doc {
  return concat(
    parts.flatMap((_, index) => [index > 0 ? cursor.take(".") : nothing, cursor.takeAny()]),
  );
}

function printNamedType(p: Printer, { name, args }: NamedType): Doc {
  const printed = printQualifiedName(p, name);
  return p.cursor.peek() === "<"
    ? concat([printed, printList(p, { ...angles, hugs: args.length === 1 }, args, p.type)])
    : printed;
}

function printField({ cursor, type }: Printer, field: RecordTypeField): Doc {
  return concat([cursor.takeAny(), cursor.take(":"), space, type(field.type)]);
}

function printUnion({ cursor, type }: Printer, { members }: UnionType): Doc {
  const [first, ...others] = members;
  invariant(first !== undefined, "a union has members");
  const head = type(first);
  return hang(
    head,
    others.map((member) => concat([cursor.take("|"), space, type(member)])),
  );
}
