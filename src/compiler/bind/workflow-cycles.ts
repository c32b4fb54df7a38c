import { type DiagnosticSink, report } from "../diagnostics/report.ts";
import type { Span } from "../source/span.ts";
import type { WorkflowDecl } from "../syntax/ast.ts";
import { orderMentions, shortestCycle } from "./mention-order.ts";

/** Calls of workflows by the caller, with the place of the first call. */
export type WorkflowCalls = ReadonlyMap<
  WorkflowDecl,
  ReadonlyMap<WorkflowDecl, { readonly span: Span }>
>;

/** Reports every cycle of workflows once, from the member that was declared first. */
export function reportWorkflowCycles(calls: WorkflowCalls, sink: DiagnosticSink): void {
  const workflows = [...calls.keys()];
  const positions = new Map(workflows.map((workflow, position) => [workflow, position] as const));
  const mentions = workflows.map(
    (workflow) =>
      new Set(
        [...(calls.get(workflow)?.keys() ?? [])].flatMap((called) => positions.get(called) ?? []),
      ),
  );
  for (const members of orderMentions(mentions).cycles) {
    reportCycle(
      calls,
      shortestCycle(mentions, members).flatMap((position) => workflows[position] ?? []),
      sink,
    );
  }
}

function reportCycle(
  calls: WorkflowCalls,
  cycle: readonly WorkflowDecl[],
  sink: DiagnosticSink,
): void {
  const edges = cycle.flatMap((member, index) => {
    const next = cycle[(index + 1) % cycle.length];
    const place = next === undefined ? undefined : calls.get(member)?.get(next);
    return next === undefined || place === undefined ? [] : [{ member, next, span: place.span }];
  });
  const [first, ...others] = edges;
  if (first === undefined) {
    return;
  }
  report(
    sink,
    "FLOW4003",
    first.span,
    { names: [...cycle, first.member].map(({ name }) => name.name) },
    {
      label: `\`${first.member.name.name}\` uses \`${first.next.name.name}\` here`,
      secondary: others.map(({ next, span }) => ({
        span,
        text: `which uses \`${next.name.name}\` here`,
      })),
      hint: "Workflows do not recur; a bounded loop is a `repeat`.",
    },
  );
}
