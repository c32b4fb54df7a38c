/** Program of a worker process. */
import { createExecute } from "./create-execute.ts";
import { serveTasks } from "./serve-tasks.ts";

serveTasks((settings) =>
  createExecute(settings, (level, message) => {
    // Captured with all else that the task prints.
    process.stderr.write(`${level}: ${message}\n`);
  }),
);
