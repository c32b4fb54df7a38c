import type { Expr, Options, Step, TypeNode } from "../syntax/ast.ts";
import type { Cursor } from "./cursor.ts";
import type { Doc } from "./doc.ts";

/**
 * What the families of constructs print each other with. Each call prints the tokens of its node, so the calls must come
 * in the order of the text.
 */
export interface Printer {
  readonly cursor: Cursor;
  readonly expr: (node: Expr) => Doc;
  readonly type: (node: TypeNode) => Doc;
  readonly step: (node: Step) => Doc;
  readonly options: (node: Options) => Doc;
}
