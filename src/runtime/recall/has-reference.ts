import { someType } from "../../compiler/ir/some-type.ts";
import type { IrType } from "../../compiler/ir/type.ts";

const elsewhere: ReadonlySet<IrType["kind"]> = new Set([
  "file",
  "text",
  "bytes",
  "model",
  "tensor",
]);

/** Whether values of the type may refer to data that stands elsewhere. */
export const hasReference = (type: IrType): boolean =>
  someType(type, ({ kind }) => elsewhere.has(kind));
