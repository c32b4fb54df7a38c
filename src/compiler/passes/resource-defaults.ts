import type { NodeOptions, Plan, Region } from "../ir/plan.ts";
import { rewriteNode } from "../ir/rewrite.ts";
import type { Pass } from "./pass.ts";

const MB = 1024 ** 2;

/** What a task gets where nothing is written. `concurrency` has no default: as many as the target runs at once. */
export const DEFAULT_OPTIONS = {
  memory: { base: 512 * MB, max: 512 * MB },
  cpu: 1,
  disk: 512 * MB,
  timeoutMs: 15 * 60_000,
  retry: { attempts: 0, minDelayMs: 1_000, maxDelayMs: 30_000 },
} as const satisfies Partial<NodeOptions>;

/** Writes out what every task may use, so that no target has defaults of its own. */
export const resourceDefaults: Pass = {
  name: "resource-defaults",
  run(plan: Plan): Plan {
    return { ...plan, body: fillRegion(plan.body) };
  },
};

function fillRegion(region: Region): Region {
  return {
    ...region,
    nodes: region.nodes.map((node) => {
      const filled = rewriteNode(node, { expr: (expr) => expr, region: fillRegion });
      return "options" in filled ? { ...filled, options: fill(filled.options) } : filled;
    }),
  };
}

function fill(options: NodeOptions): NodeOptions {
  return {
    ...options,
    memory: options.memory ?? DEFAULT_OPTIONS.memory,
    cpu: options.cpu ?? DEFAULT_OPTIONS.cpu,
    disk: options.disk ?? DEFAULT_OPTIONS.disk,
    timeoutMs: options.timeoutMs ?? DEFAULT_OPTIONS.timeoutMs,
    retry: options.retry ?? DEFAULT_OPTIONS.retry,
  };
}
