import type { CommandDefinition } from "./command.ts";
import { cancelCommand } from "./commands/cancel.ts";
import { checkCommand } from "./commands/check.ts";
import { compileCommand } from "./commands/compile.ts";
import { createCompletionCommand } from "./commands/completion.ts";
import { explainCommand } from "./commands/explain.ts";
import { fmtCommand } from "./commands/fmt.ts";
import { gcCommand } from "./commands/gc.ts";
import { graphCommand } from "./commands/graph.ts";
import { logsCommand } from "./commands/logs.ts";
import { planCommand } from "./commands/plan.ts";
import { resumeCommand } from "./commands/resume.ts";
import { runCommand } from "./commands/run.ts";
import { runsCommand } from "./commands/runs.ts";
import { showCommand } from "./commands/show.ts";
import { testCommand } from "./commands/test.ts";
import { typesCommand } from "./commands/types.ts";
import { whyCommand } from "./commands/why.ts";

/** In the order in which help lists them. */
export const commands: readonly CommandDefinition[] = [
  runCommand,
  planCommand,
  resumeCommand,
  runsCommand,
  showCommand,
  logsCommand,
  whyCommand,
  cancelCommand,
  gcCommand,
  checkCommand,
  testCommand,
  fmtCommand,
  typesCommand,
  compileCommand,
  graphCommand,
  explainCommand,
  createCompletionCommand(() => commands),
];
