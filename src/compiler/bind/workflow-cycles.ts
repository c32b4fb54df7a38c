import { type DiagnosticSink, report } from "../diagnostics/report.ts";
import type { Span } from "../source/span.ts";
import type { WorkflowDecl } from "../syntax/ast.ts";

/** Calls of workflows by the caller, with the place of the first call. */
export type WorkflowCalls = ReadonlyMap<
  WorkflowDecl,
  ReadonlyMap<WorkflowDecl, { readonly span: Span }>
>;

/** Reports every cycle of workflows once, from the member that was declared first. */
export function reportWorkflowCycles(calls: WorkflowCalls, sink: DiagnosticSink): void {
  const done = new Set<WorkflowDecl>();
  for (const start of calls.keys()) {
    if (done.has(start)) {
      continue;
    }
    const cycle = findCycle(calls, start);
    if (cycle === undefined) {
      continue;
    }
    for (const member of cycle) {
      done.add(member);
    }
    const edges = cycle.flatMap((member, index) => {
      const next = cycle[(index + 1) % cycle.length];
      const place = next === undefined ? undefined : calls.get(member)?.get(next);
      return next === undefined || place === undefined ? [] : [{ next, span: place.span }];
    });
    const [first, ...others] = edges;
    if (first !== undefined) {
      report(
        sink,
        "FLOW4003",
        first.span,
        { names: [...cycle, start].map(({ name }) => name.name) },
        {
          label: `\`${start.name.name}\` uses \`${first.next.name.name}\` here`,
          secondary: others.map(({ next, span }) => ({
            span,
            text: `which uses \`${next.name.name}\` here`,
          })),
          hint: "Workflows do not recur; a bounded loop is a `repeat`.",
        },
      );
    }
  }
}

/** The shortest way from `start` back to it. */
function findCycle(calls: WorkflowCalls, start: WorkflowDecl): readonly WorkflowDecl[] | undefined {
  const from = new Map<WorkflowDecl, WorkflowDecl>();
  const waiting = [start];
  for (const at of waiting) {
    for (const to of calls.get(at)?.keys() ?? []) {
      if (to === start) {
        const path = [at];
        for (let back: WorkflowDecl | undefined = at; back !== start && back !== undefined; ) {
          back = from.get(back);
          if (back !== undefined) {
            path.unshift(back);
          }
        }
        return path;
      }
      if (!from.has(to)) {
        from.set(to, at);
        waiting.push(to);
      }
    }
  }
  return undefined;
}
