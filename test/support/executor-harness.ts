/** Runs tasks of hand-made plans in this process, over a store in a folder of its own. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { exchangeRows } from "../../src/compiler/ir/exchange-rows.ts";
import type { Plan, PlanFunction, PlanNode } from "../../src/compiler/ir/plan.ts";
import type { IrType } from "../../src/compiler/ir/type.ts";
import type {
  ExchangeRuns,
  FileValue,
  Partition,
  ProducerRuns,
} from "../../src/compiler/ir/value.ts";
import type { FlowFunction } from "../../src/runtime/executor/environment.ts";
import { executeTask } from "../../src/runtime/executor/execute-task.ts";
import { readPartition } from "../../src/runtime/executor/read-partition.ts";
import type { Failure } from "../../src/runtime/failure.ts";
import { createMeter } from "../../src/runtime/meter.ts";
import {
  createFileTaskStore,
  type FileTaskStore,
} from "../../src/runtime/store/file-task-store.ts";
import type {
  TaskMetrics,
  TaskResult,
  TaskSource,
  TaskWork,
  WrittenPartition,
} from "../../src/runtime/task.ts";
import type { Json, JsonObject } from "../../src/shared/json.ts";
import { origin, plan, ref, region } from "./plan-builder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface DeclaredFunction {
  readonly params: { readonly [name: string]: IrType };
  readonly result: IrType | null;
  readonly run: FlowFunction;
}

export interface Harness extends Disposable {
  readonly folder: string;
  readonly store: FileTaskStore;
  /** A file in the harness's folder. */
  file(name: string, content: string | Uint8Array): FileValue;
  run(node: PlanNode, work: TaskWork, scope?: JsonObject): Promise<Done>;
  fail(node: PlanNode, work: TaskWork, scope?: JsonObject): Promise<Failure>;
  elements(written: WrittenPartition): readonly Json[];
  readonly logged: readonly string[];
}

export interface Done {
  readonly result: TaskResult;
  readonly metrics: TaskMetrics;
}

export function createHarness(
  functions: { readonly [name: string]: DeclaredFunction } = {},
  options: { readonly spillLimit?: number } = {},
): Harness {
  const folder = temporaryFolder();
  const logged: string[] = [];
  let tasks = 0;
  const storeAt = (prefix: string): FileTaskStore =>
    createFileTaskStore({ root: join(folder.path, "store"), prefix });
  const store = storeAt("harness/");

  const execute = async (node: PlanNode, work: TaskWork, scope: JsonObject) => {
    tasks += 1;
    const temporaryDirectory = join(folder.path, `task-${tasks}`);
    mkdirSync(temporaryDirectory);
    const tested: Plan = {
      ...plan(region([node], ref(node.id))),
      functions: Object.fromEntries(
        Object.entries(functions).map(([name, declared]) => [name, declaration(name, declared)]),
      ),
    };
    using taskStore = disposable(storeAt(`task-${tasks}/`));
    return await executeTask(
      tested,
      { run: "run", node: node.id, at: "", work, attempt: 1, scope },
      {
        store: taskStore.value,
        localPath: taskStore.value.localPath,
        loadFunction: async ({ exportName }) =>
          functions[exportName]?.run ?? expect.fail(`no function ${exportName}`),
        temporaryDirectory,
        now: () => performance.now(),
        signal: new AbortController().signal,
        log: (level, message) => logged.push(`${level}: ${message}`),
        count: (name, by) => logged.push(`${name} +${by}`),
        spillLimit: options.spillLimit ?? null,
      },
    );
  };

  return {
    folder: folder.path,
    store,
    logged,
    file(name, content) {
      const path = join(folder.path, name);
      writeFileSync(path, content);
      return { path, name, size: Buffer.byteLength(content) };
    },
    async run(node, work, scope = {}) {
      const result = await execute(node, work, scope);
      return result.ok ? result.value : expect.fail(`task failed: ${JSON.stringify(result.error)}`);
    },
    async fail(node, work, scope = {}) {
      const result = await execute(node, work, scope);
      return result.ok
        ? expect.fail(`task succeeded: ${JSON.stringify(result.value)}`)
        : result.error;
    },
    elements: ({ schema, partition }) => [
      ...readPartition({ store, meter: createMeter(() => 0) }, [schema], partition),
    ],
    [Symbol.dispose]() {
      store.close();
      folder[Symbol.dispose]();
    },
  };
}

function disposable(value: FileTaskStore) {
  return { value, [Symbol.dispose]: () => value.close() };
}

function declaration(name: string, { params, result }: DeclaredFunction): PlanFunction {
  return {
    module: `./${name}.ts`,
    exportName: name,
    params: Object.entries(params).map(([param, type]) => ({
      name: param,
      type,
      defaultValue: null,
    })),
    result,
    effect: false,
    runtime: "node",
    handler: null,
    origin,
  };
}

export const inline = (values: readonly Json[]): Partition => ({
  records: values.length,
  bytes: 0,
  slices: values.length === 0 ? [] : [{ kind: "inline", values }],
});

export const partitionOf = (values: readonly Json[], firstIndex = 0): TaskSource => ({
  kind: "partition",
  schemas: [],
  partition: inline(values),
  firstIndex,
});

/** Partition `partition` of what the producers of an exchange made, by input. */
export function groupsOf(
  node: Extract<PlanNode, { kind: "exchange" }>,
  partition: number,
  producers: readonly (readonly ProducerRuns[])[],
): TaskSource {
  return {
    kind: "groups",
    partition,
    inputs: producers.map(
      (own, input): ExchangeRuns => ({ ...exchangeRows(node, input), producers: own }),
    ),
  };
}

export function runsOf({ result }: Done): ProducerRuns {
  return result.kind === "runs" ? result.runs : expect.fail("no runs");
}

export function listOf({ result }: Done): readonly Json[] {
  return result.kind === "list" ? result.values : expect.fail("no list");
}

export function singleOf({ result }: Done): Json | undefined {
  return result.kind === "value" ? result.value : expect.fail("no value");
}

export function outputsOf({ result }: Done): readonly WrittenPartition[] {
  return result.kind === "partitions" ? result.outputs : expect.fail("no partitions");
}
