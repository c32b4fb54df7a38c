import { assertNever } from "../../shared/assert-never.ts";
import type {
  Aggregate,
  Combine,
  Emits,
  ExchangeInput,
  ExchangeKey,
  NodeOptions,
  OnError,
  Op,
  OrderBy,
  Plan,
  PlanArgument,
  PlanNode,
  Region,
  StageInput,
  StageSource,
} from "./plan.ts";
import { printExpr } from "./print-expr.ts";
import { printRecord, printType } from "./print-type.ts";
import { optionsOf } from "./rewrite.ts";

/** The Plan as text for people and goldens: every choice it holds, without origins. Not meant to be read back. */
export function printPlan(plan: Plan): string {
  const params = plan.params.map((param) => {
    const fallback = param.defaultValue === null ? "" : ` = ${printExpr(param.defaultValue)}`;
    return `${param.name}: ${printType(param.type)}${fallback}`;
  });
  const lines = [`workflow ${plan.workflow}(${params.join(", ")}) -> ${printType(plan.result)}`];
  for (const [name, fn] of Object.entries(plan.functions)) {
    const signature = fn.params
      .map((param) => `${param.name}: ${printType(param.type)}`)
      .join(", ");
    const result = fn.result === null ? "" : ` -> ${printType(fn.result)}`;
    const as = fn.exportName === name ? "" : ` as ${fn.exportName}`;
    const effect = fn.effect ? " effect" : "";
    lines.push(
      `function ${name}(${signature})${result} from ${JSON.stringify(fn.module)}${as}${effect}`,
    );
  }
  lines.push(...printRegion(plan.body, ""));
  return `${lines.join("\n")}\n`;
}

function printRegion(region: Region, indent: string): string[] {
  const lines = region.nodes.flatMap((node) => printNode(node, region, indent));
  lines.push(`${indent}result ${printExpr(region.result)}`);
  return lines;
}

function printNode(node: PlanNode, region: Region, indent: string): string[] {
  const after = node.after.length === 0 ? "" : ` after ${node.after.join(", ")}`;
  const root = region.roots.includes(node.id) ? "do " : "";
  const options = optionsOf(node);
  const printedOptions = options === undefined ? "" : printOptions(options);
  const head = `${indent}${root}${node.id}: ${typeOf(node)} = `;
  const tail = `${after}${printedOptions}`;
  const inner = `${indent}  `;
  switch (node.kind) {
    case "value":
      return [`${head}value ${printExpr(node.expr)}${tail}`];
    case "files":
      return [`${head}${node.single ? "file" : "files"} ${printExpr(node.pattern)}${tail}`];
    case "call":
      return [
        `${head}call ${node.function}${printArguments(node.args)}${printEmits(node.emits)}${tail}`,
      ];
    case "split": {
      const unit =
        node.unit.kind === "lines" ? `lines(${printExpr(node.unit.count)})` : node.unit.kind;
      const into = node.into === null ? "" : ` into ${printExpr(node.into)}`;
      return [`${head}split ${printExpr(node.source)} at ${unit}${into}${tail}`];
    }
    case "map":
      return [`${head}map to ${node.output}${tail}`, ...printInput(node.input, inner)];
    case "exchange": {
      const into = node.into === null ? "" : ` into ${printExpr(node.into)}`;
      const combine = node.combine === null ? "" : ` combine ${printCombine(node.combine)}`;
      return [
        `${head}exchange by ${node.partition}${into}${combine}${tail}`,
        ...node.inputs.flatMap((input) => [
          ...printInput(input, inner),
          `${inner}  ${printExchangeInput(input)}`,
        ]),
      ];
    }
    case "fold": {
      const fold =
        node.with.kind === "builtin"
          ? node.with.function
          : `${node.with.function}${printArguments(node.with.fixed)}`;
      const from = node.from === null ? "" : ` from ${printExpr(node.from)}`;
      return [
        `${head}fold ${fold}${from} fan-in ${node.fanIn}${tail}`,
        ...printInput(node.input, inner),
      ];
    }
    case "take":
      return [`${head}take ${printExpr(node.count)} of ${printExpr(node.source)}${tail}`];
    case "flatten":
      return [`${head}flatten ${printExpr(node.sources)}${tail}`];
    case "each": {
      const where = node.where === null ? "" : ` where ${printExpr(node.where)}`;
      return [
        `${head}each ${node.body.params.join(", ")} in ${printSource(node.source)}${where} to ${node.output}${tail}`,
        ...printRegion(node.body, inner),
      ];
    }
    case "loop": {
      const until = node.until === null ? "" : ` until ${printExpr(node.until)}`;
      return [
        `${head}loop ${node.body.params.join(", ")} from ${printExpr(node.init)} for ${printExpr(node.times)}${until}${tail}`,
        ...printRegion(node.body, inner),
      ];
    }
    case "branch":
      return [
        `${head}branch ${printExpr(node.condition)}${tail}`,
        `${indent}then`,
        ...printRegion(node.then, inner),
        `${indent}else`,
        ...printRegion(node.otherwise, inner),
      ];
    case "try":
      return [
        `${head}try${tail}`,
        ...printRegion(node.body, inner),
        `${indent}catch ${node.handler.params.join(", ")}`,
        ...printRegion(node.handler, inner),
      ];
    case "assert":
      return [
        `${indent}${root}${node.id} = assert ${printExpr(node.condition)}, ${printExpr(node.message)}${tail}`,
      ];
    default:
      return assertNever(node);
  }
}

/** Element types in full, since they are what flows; other types by name where they have one. */
function typeOf(node: PlanNode): string {
  return node.type.kind === "dataset" && node.type.element.kind === "record"
    ? `dataset<${printRecord(node.type.element.fields)}>`
    : printType(node.type);
}

function printSource(source: StageSource): string {
  return source.kind === "range"
    ? `range ${printExpr(source.from)} .. ${printExpr(source.to)}`
    : `${source.kind} ${printExpr(source.value)}`;
}

function printInput(input: StageInput, indent: string): string[] {
  return [
    `${indent}from ${printSource(input.source)}`,
    ...input.ops.map((op) => `${indent}  | ${printOp(op)}`),
  ];
}

function printOp(op: Op): string {
  switch (op.op) {
    case "decode": {
      const header = op.format === "csv" && !op.header ? " header false" : "";
      const delimiter =
        op.format === "csv" && op.delimiter !== ","
          ? ` delimiter ${JSON.stringify(op.delimiter)}`
          : "";
      return `decode ${op.format} of ${printType(op.type)}${header}${delimiter}${printOnError(op.onError)} [${op.step}]`;
    }
    case "for": {
      const names = op.index === null ? op.id : `${op.id}, ${op.index}`;
      const where = op.where === null ? "" : ` where ${printExpr(op.where)}`;
      return `for ${names}${where} { ${printExpr(op.value)} } [${op.step}]`;
    }
    case "call": {
      const batch = op.batch === null ? "" : ` batch ${printExpr(op.batch)}`;
      return `call ${op.function}${printArguments(op.fixed)} per ${op.mode} as ${op.free}${batch}${printEmits(op.emits)}${printOnError(op.onError)} [${op.step}]`;
    }
    case "reduce":
      return `reduce ${op.function}${printArguments(op.fixed)} as ${op.free.join(", ")}${printEmits(op.emits)}${printOnError(op.onError)} [${op.step}]`;
    case "join":
      return `join ${op.sides.map((side) => `${side.name}${side.optional ? "?" : ""}`).join(", ")} [${op.step}]`;
    case "aggregate":
      return `aggregate ${op.combined ? "partial states " : ""}${printAggregates(op.aggregates)} [${op.step}]`;
    case "elements":
    case "flatten":
      return `${op.op} [${op.step}]`;
    default:
      return assertNever(op);
  }
}

function printExchangeInput(input: ExchangeInput): string {
  const key = input.key === null ? "" : ` by ${printKey(input.key)}`;
  const order =
    input.order.length === 0 ? "" : ` sort by ${input.order.map(printOrder).join(", ")}`;
  const nulls = input.dropNullKeys ? " without null keys" : "";
  return `of ${printType(input.element)}${key}${order}${nulls}`;
}

function printKey(key: ExchangeKey): string {
  return key.kind === "path"
    ? key.path.join(".")
    : `{ ${key.fields.map((field) => `${field.name}: ${field.path.join(".")}`).join(", ")} }`;
}

function printOrder(order: OrderBy): string {
  const path = order.path.length === 0 ? "itself" : order.path.join(".");
  return order.descending ? `${path} desc` : path;
}

function printCombine(combine: Combine): string {
  return combine.kind === "function"
    ? `${combine.function}${printArguments(combine.fixed)} as ${combine.free.join(", ")}`
    : printAggregates(combine.aggregates);
}

function printAggregates(aggregates: readonly Aggregate[]): string {
  const printed = aggregates.map(
    (aggregate) =>
      `${aggregate.name}: ${aggregate.function}(${aggregate.value === null ? "" : printExpr(aggregate.value)})`,
  );
  return `{ ${printed.join(", ")} }`;
}

function printArguments(args: readonly PlanArgument[]): string {
  const printed = args.map((arg) => {
    const pass = arg.pass === "value" ? "" : ` as ${arg.pass}`;
    return `${arg.name}: ${printExpr(arg.value)}${pass}`;
  });
  return `(${printed.join(", ")})`;
}

function printEmits(emits: Emits): string {
  switch (emits.kind) {
    case "one":
      return "";
    case "many":
      return " emits many";
    case "streams":
      return ` emits ${emits.names.join(", ")}`;
    default:
      return assertNever(emits);
  }
}

function printOnError(onError: OnError | null): string {
  if (onError === null) {
    return "";
  }
  const { fraction } = onError.skip;
  return fraction === null ? " on_error skip" : ` on_error skip ${fraction * 100}%`;
}

function printOptions(options: NodeOptions): string {
  const parts: string[] = [];
  if (options.memory !== null) {
    const { base, max } = options.memory;
    parts.push(base === max ? `memory ${base}` : `memory ${base} .. ${max}`);
  }
  if (options.cpu !== null) {
    parts.push(`cpu ${options.cpu}`);
  }
  if (options.disk !== null) {
    parts.push(`disk ${options.disk}`);
  }
  if (options.timeoutMs !== null) {
    parts.push(`timeout ${options.timeoutMs}`);
  }
  if (options.retry !== null) {
    const { attempts, minDelayMs, maxDelayMs } = options.retry;
    parts.push(`retry ${attempts} backoff ${minDelayMs} .. ${maxDelayMs}`);
  }
  if (options.concurrency !== null) {
    parts.push(`concurrency ${options.concurrency}`);
  }
  if (!options.cache) {
    parts.push("cache off");
  }
  if (options.effect) {
    parts.push("effect");
  }
  return parts.length === 0 ? "" : ` with { ${parts.join(", ")} }`;
}
