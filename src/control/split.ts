/** Cutting files and texts: what the split task is given, and how many chunks it may make. */
import type { SplitNode } from "../compiler/ir/plan.ts";
import type { SplitSource } from "../runtime/task.ts";
import { invariant } from "../shared/invariant.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import { ok } from "../shared/result.ts";
import { type Answer, wholeNumber } from "./answer.ts";

/** Null: as many as the sizes of the files ask for. */
export function splitInto(node: SplitNode, scope: JsonObject): Answer<number | null> {
  return node.into === null ? ok(null) : wholeNumber(node, node.into, scope, "into", 1);
}

/** `values`: a file or text, or the elements of a dataset of them. */
export function splitSources(values: readonly Json[]): readonly SplitSource[] {
  return values.map((value): SplitSource => {
    invariant(
      typeof value === "object" && value !== null && !Array.isArray(value),
      "a file or a text",
    );
    const fields = value as JsonObject; // not a list, not null
    return "ranges" in fields
      ? { kind: "text", ranges: fields["ranges"] as SplitSourceRanges } // a `TextValue` by its static type
      : { kind: "file", file: fields as unknown as SplitFile }; // a `FileValue` by its static type
  });
}

type SplitSourceRanges = Extract<SplitSource, { kind: "text" }>["ranges"];
type SplitFile = Extract<SplitSource, { kind: "file" }>["file"];
