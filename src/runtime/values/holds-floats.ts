import { someType } from "../../compiler/ir/some-type.ts";
import type { IrType } from "../../compiler/ir/type.ts";

/** Whether values of the type may hold NaN or infinities, which are strings in JSON. */
export const holdsFloats = (type: IrType): boolean =>
  someType(type, ({ kind }) => kind === "float");
