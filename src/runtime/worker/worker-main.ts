/** Program of a worker process. */
import { createCallWatch } from "../executor/call-watch.ts";
import { createExecute } from "./create-execute.ts";
import { serveTasks } from "./serve-tasks.ts";

const watch = createCallWatch();

serveTasks(watch, (settings) =>
  createExecute(
    settings,
    (level, message) => {
      // Captured with all else that the task prints.
      process.stderr.write(`${level}: ${message}\n`);
    },
    watch,
  ),
);
