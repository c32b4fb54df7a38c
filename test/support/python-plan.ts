import { fileURLToPath } from "node:url";
import type { Plan } from "../../src/compiler/ir/plan.ts";
import { foreignFunction } from "./foreign-call.ts";
import { callNode, constant, int, plan, ref, region } from "./plan-builder.ts";

const module = fileURLToPath(new URL("./python-functions", import.meta.url));

/** Calls the function `name` of `python-functions/` with 21. */
export function callingPython(name: string): Plan {
  return {
    ...plan(region([callNode("n", [constant(21)])], ref("n"))),
    functions: {
      work: foreignFunction({
        module,
        exportName: name,
        runtime: "python",
        params: [{ name: "p0", type: int, defaultValue: null }],
      }),
    },
  };
}
