/** Scalars as text, the same on a command line and in a CSV cell. */

import { parseFloatText, parseIntText } from "../../shared/number-text.ts";
import { DURATION_UNITS, parseWithUnit, SIZE_UNITS } from "../../shared/units.ts";

/** Undefined where the text is none. Sizes and durations are plain numbers of bytes or milliseconds, or have a unit. */
export function readScalar(
  text: string,
  kind: "bool" | "int" | "float" | "size" | "duration",
): boolean | number | undefined {
  switch (kind) {
    case "bool":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "int":
      return parseIntText(text);
    case "float":
      return parseFloatText(text);
    case "size":
      return parseWithUnit(text, SIZE_UNITS);
    case "duration":
      return parseWithUnit(text, DURATION_UNITS);
  }
}
