/** The program of a run that goes on: the one it began with, or one that says the same in another layout. */
import type { SourceLookup } from "../compiler/diagnostics/render-text.ts";
import { hasErrors } from "../compiler/diagnostics/report.ts";
import { compile, selectWorkflow } from "../compiler/index.ts";
import type { Plan } from "../compiler/ir/plan.ts";
import { createSourceFile } from "../compiler/source/source-file.ts";
import { type Charter, samePlan } from "../runtime/index.ts";
import { checkProgram } from "./check-file.ts";
import type { CliIo } from "./cli-io.ts";
import { createDiskHost, displayPath, STDIN_PATH } from "./disk-host.ts";
import { digestText } from "./source-digests.ts";

export interface StoredProgram {
  readonly plan: Plan;
  readonly sources: SourceLookup;
  /** Paths of files that now say something else. */
  readonly changed: readonly string[];
}

export function programOf(charter: Charter, io: CliIo): StoredProgram {
  const { plan, sources: digests, root } = charter;
  const host = createDiskHost(root);
  const sources: SourceLookup = (path) => {
    const text = host.readText(path);
    return text === undefined ? undefined : createSourceFile(path, text);
  };
  const changed = Object.entries(digests)
    .filter(
      ([path, digest]) => path !== STDIN_PATH && digestText(host.readText(path) ?? "") !== digest,
    )
    .map(([path]) => path);
  if (changed.length === 0) {
    return { plan, sources, changed };
  }
  const path = displayPath(root, charter.file);
  const text = host.readText(path);
  if (text === undefined) {
    return { plan, sources, changed };
  }
  const checked = checkProgram({ path, text }, { ...io, cwd: root });
  const workflow = hasErrors(checked.diagnostics)
    ? undefined
    : selectWorkflow(checked.result, plan.workflow);
  if (workflow?.ok !== true) {
    return { plan, sources, changed };
  }
  const current = compile(checked.result, workflow.value);
  return samePlan(plan, current)
    ? { plan: current, sources: checked.sources, changed: [] }
    : { plan, sources, changed };
}
