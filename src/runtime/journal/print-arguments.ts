import type { Plan } from "../../compiler/ir/plan.ts";
import type { FileValue } from "../../compiler/ir/value.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { concealing } from "../driver/conceal.ts";
import { printItem } from "../print-item.ts";
import type { PrintedArgument } from "./run-record.ts";

const FILES = 3;

/** The arguments of a run as they are kept for people: shortly, in the order of the parameters, and without secrets. */
export function printArguments(
  { params }: Plan,
  values: JsonObject,
  secrets: readonly string[],
): readonly PrintedArgument[] {
  const conceal = concealing(secrets);
  return params.map(({ name, type }) => {
    const value = values[name] ?? null;
    const inner = type.kind === "optional" ? type.type : type;
    if (inner.kind === "secret" && value !== null) {
      return { name, text: "***" };
    }
    const text =
      inner.kind === "dataset" && Array.isArray(value) ? printFiles(value) : printItem(value);
    return { name, text: conceal(text) };
  });
}

/** Of a `files` parameter. */
function printFiles(files: readonly Json[]): string {
  // `RunOptions.args` promises a list of them.
  const paths = (files as unknown as readonly FileValue[]).map(({ path }) => path);
  const shown = paths.slice(0, FILES).join(", ");
  const count = `${paths.length} file${paths.length === 1 ? "" : "s"}`;
  return paths.length === 0 ? count : `${count}: ${shown}${paths.length > FILES ? ", …" : ""}`;
}
