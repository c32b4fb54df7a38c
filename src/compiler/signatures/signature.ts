import type { IrType } from "../ir/type.ts";
import type { Span } from "../source/span.ts";

/** A function declaration of a `.flow` file, with its types resolved. */
export interface FunctionSignature {
  readonly name: string;
  readonly doc: string | undefined;
  readonly params: readonly SignatureParam[];
  readonly result: IrType | undefined;
  /** The export of the module: the name after `as`, else the function's own. */
  readonly exportName: string;
  /** What stands after `from`, as written. */
  readonly path: string;
  /** The option `runtime`; undefined where it is not given, which means `node`. */
  readonly runtime: "node" | "python" | undefined;
  /** The option `handler`, `module.function`. */
  readonly handler: string | undefined;
  readonly spans: SignatureSpans;
}

export interface SignatureParam {
  readonly name: string;
  readonly type: IrType;
  /** The whole parameter. */
  readonly span: Span;
}

export interface SignatureSpans {
  readonly name: Span;
  readonly path: Span;
  /** The name after `as`. */
  readonly exportName: Span | undefined;
  readonly result: Span | undefined;
}
