/** The suite without a test runner: `node test/conformance/evaluator/run.ts`. Prints what fails; exit code 1 if any does. */
import { runConformance } from "../../../src/evaluator/conformance.ts";
import { evaluate } from "../../../src/evaluator/evaluate.ts";
import { conformanceTopics } from "../../support/conformance-cases.ts";

let count = 0;
let failed = 0;
for (const { topic, cases } of conformanceTopics()) {
  count += cases.length;
  for (const { name, reason } of runConformance((expr, scope) => evaluate(expr, scope), cases)) {
    failed += 1;
    process.stdout.write(`${topic}: ${name}: ${reason}\n`);
  }
}
process.stdout.write(`${count - failed} of ${count} cases pass\n`);
process.exitCode = failed === 0 ? 0 : 1;
