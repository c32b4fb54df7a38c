import { someType } from "./some-type.ts";
import type { IrType } from "./type.ts";

const references: ReadonlySet<IrType["kind"]> = new Set([
  "file",
  "text",
  "bytes",
  "model",
  "tensor",
  "dataset",
  "stream",
  "groups",
]);

/** Whether values of the type hold files, texts, bytes or models: data that functions are not given as JSON. */
export const holdsReferences = (type: IrType): boolean =>
  someType(type, ({ kind }) => references.has(kind));
