import type { Dataset } from "../../sdk/dataset.ts";
import type { File } from "../../sdk/file.ts";
import type { Text } from "../../sdk/text.ts";
import type { Json } from "../../shared/json.ts";

/** What an argument becomes: JSON, bytes of the frame it is in, and data that is lent and read when it is asked for. */
export interface Outgoing {
  /** Of the frame; its JSON names them by place. */
  readonly parts: readonly Uint8Array[];
  /** Of all parts. */
  readonly size: number;
  /** `[offset, length]`. */
  add(bytes: Uint8Array): Json;
  /** The number under which the other side asks for it. */
  lend(lent: Lent): number;
  /** Elements at the beginning of a stream that was lent, up to `bytes`, so that a short one needs no question. */
  firstItems(ref: number, bytes: number): ItemsPiece;
}

export type ToChild = (value: unknown, outgoing: Outgoing) => Json;

export type Lent =
  | { readonly kind: "text"; readonly value: Text }
  | { readonly kind: "file"; readonly value: File }
  | { readonly kind: "stream"; readonly value: Iterable<unknown>; readonly element: ToChild }
  | { readonly kind: "dataset"; readonly value: Dataset<unknown>; readonly element: ToChild };

export interface ItemsPiece {
  readonly items: readonly Json[];
  readonly done: boolean;
}
