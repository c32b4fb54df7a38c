/** What each word of a text is, for highlighting: from the tree and the tokens alone, without knowing what names refer to. */
import type { Span } from "../source/span.ts";
import type { AstNode, Expr, Identifier, QualifiedName, SourceUnit } from "./ast.ts";
import { walk } from "./children.ts";
import type { ParseResult } from "./parse.ts";
import { type Highlight, highlightOf } from "./tokens.ts";

/** Names of the Language Server Protocol. */
export type SemanticType =
  | "namespace"
  | "type"
  | "typeParameter"
  | "parameter"
  | "variable"
  | "property"
  | "function"
  | "enumMember"
  | "keyword"
  | "string"
  | "number"
  | "operator"
  | "comment";

export type SemanticModifier = "declaration" | "documentation";

export interface SemanticToken {
  readonly span: Span;
  readonly type: SemanticType;
  readonly modifiers: readonly SemanticModifier[];
}

/**
 * In the order of the text and without overlap. Punctuation and brackets are left out. A token may span lines where a
 * comment does.
 */
export function classifyTokens(parsed: ParseResult): readonly SemanticToken[] {
  const names = classifyNames(parsed.unit);
  const { file } = parsed.unit.span;
  const classified: SemanticToken[] = [];
  for (const token of parsed.tokens) {
    const start = token.startOffset;
    const span = { file, start, end: start + token.image.length };
    const known = names.get(start);
    if (known !== undefined) {
      classified.push({ span, ...known });
    } else {
      const type = typeOfHighlight[highlightOf(token.tokenType)];
      if (type !== undefined) {
        classified.push({ span, type, modifiers: [] });
      }
    }
  }
  for (const { kind, span } of parsed.comments) {
    const modifiers = kind === "DocComment" ? documentation : [];
    classified.push({ span, type: "comment", modifiers });
  }
  return classified.sort((a, b) => a.span.start - b.span.start);
}

/** Undefined for what the tree says, or nobody colours. */
const typeOfHighlight: Readonly<Record<Highlight, SemanticType | undefined>> = {
  "declaration-word": "keyword",
  "step-word": "keyword",
  "clause-word": "keyword",
  "control-word": "keyword",
  "operator-word": "keyword",
  constant: "keyword",
  name: "variable",
  string: "string",
  hole: "operator",
  number: "number",
  unit: "number",
  comment: "comment",
  documentation: "comment",
  operator: "operator",
  punctuation: undefined,
  bracket: undefined,
  mistake: undefined,
};

const declaration: readonly SemanticModifier[] = ["declaration"];
const documentation: readonly SemanticModifier[] = ["documentation"];

interface NameClass {
  readonly type: SemanticType;
  readonly modifiers: readonly SemanticModifier[];
}

/** By the offset at which the name begins. */
function classifyNames(unit: SourceUnit): ReadonlyMap<number, NameClass> {
  const found = new Map<number, NameClass>();
  const namespaces = new Set<string>();
  let params = new Set<string>();

  walk(unit, (node) => {
    classify(node);
  });
  return found;

  function classify(node: AstNode): void {
    switch (node.kind) {
      case "UseDecl":
        if (node.alias !== undefined) {
          namespaces.add(node.alias.name);
          declare(node.alias, "namespace");
        }
        break;
      case "UseName": {
        const type = isTypeName(node.name.name) ? "type" : "function";
        declare(node.alias ?? node.name, type);
        mark(node.name, type);
        break;
      }
      case "TypeDecl":
        declare(node.name, "type");
        break;
      case "FunctionDecl":
        params = new Set();
        declare(node.name, "function");
        mark(node.exportName, "function");
        break;
      case "WorkflowDecl":
      case "PipelineDecl":
        params = new Set(node.params.map(({ name }) => name.name));
        declare(node.name, "function");
        break;
      case "Param":
        declare(node.name, "parameter");
        break;
      case "RecordTypeField":
        declare(node.name, "property");
        break;
      case "NamedType":
        markQualified(node.name, "type");
        break;
      case "DimensionedType":
        for (const dimension of node.dimensions) {
          walk(dimension, (inner) => {
            if (inner.kind === "NameExpr") {
              mark(inner, "typeParameter");
            }
          });
        }
        break;
      case "Option":
        mark(node.name, "property");
        for (const value of node.values) {
          if (value.kind === "NameExpr" && !params.has(value.name)) {
            mark(value, "enumMember");
          }
        }
        break;
      case "NameTarget":
        declare(node.name, "variable");
        break;
      case "IndexedTarget":
        declare(node.name, "variable");
        break;
      case "RecordTarget":
        for (const name of node.names) {
          declare(name, "variable");
        }
        break;
      case "TileItem":
        for (const name of [node.name, ...node.indices]) {
          declare(name, "variable");
        }
        break;
      case "IndexRange":
        declare(node.name, "variable");
        break;
      case "ReadStep":
        mark(node.format, "enumMember");
        break;
      case "SplitStep":
        mark(node.unit, "enumMember");
        break;
      case "FieldPath":
        for (const part of node.parts) {
          mark(part, "property");
        }
        break;
      case "RecordKeyField":
        declare(node.name, "property");
        break;
      case "Callee":
        markQualified(node.name, "function");
        break;
      case "GroupStep":
      case "JoinSide":
        declare(node.binder, "variable");
        break;
      case "RepeatStep":
        declare(node.state, "variable");
        declare(node.index, "variable");
        break;
      case "ForExpr":
        declare(node.binder, "variable");
        declare(node.index, "variable");
        break;
      case "TryExpr":
        declare(node.error, "variable");
        break;
      case "NameExpr":
        mark(node, namespaces.has(node.name) ? "namespace" : variableOrParameter(node.name));
        break;
      case "MemberExpr":
        mark(node.name, "property");
        break;
      case "CallExpr":
        classifyCalled(node.callee);
        break;
      case "Argument":
        mark(node.name, "parameter");
        break;
      case "RecordField":
        mark(node.name, node.shorthand ? variableOrParameter(node.name.name) : "property");
        break;
      default:
        break;
    }
  }

  function classifyCalled(callee: Expr): void {
    if (callee.kind === "NameExpr") {
      mark(callee, "function");
    } else if (callee.kind === "MemberExpr") {
      mark(callee.name, "function");
    }
  }

  function variableOrParameter(name: string): SemanticType {
    return params.has(name) ? "parameter" : "variable";
  }

  function markQualified({ parts }: QualifiedName, type: SemanticType): void {
    for (const part of parts) {
      mark(part, part === parts.at(-1) ? type : "namespace");
    }
  }

  function declare(name: Identifier | undefined, type: SemanticType): void {
    set(name, { type, modifiers: declaration });
  }

  function mark(name: AstNode | undefined, type: SemanticType): void {
    set(name, { type, modifiers: [] });
  }

  /** Parents come first and know better than what they hold. */
  function set(name: AstNode | undefined, known: NameClass): void {
    if (name !== undefined && name.span.start < name.span.end && !found.has(name.span.start)) {
      found.set(name.span.start, known);
    }
  }
}

function isTypeName(name: string): boolean {
  return /^[A-Z]/.test(name);
}
