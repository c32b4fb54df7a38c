/** The compiler's public API. Its core is pure: text comes through a `SourceHost`, and values go out. */
export type { CheckResult } from "./check/check-result.ts";
export { check, checkWithSignatures, compile } from "./pipeline.ts";
export { type NoWorkflow, selectWorkflow } from "./select-workflow.ts";
export type { WorkflowDecl } from "./syntax/ast.ts";
