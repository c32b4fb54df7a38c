import { didYouMean } from "../../bind/did-you-mean.ts";
import { report } from "../../diagnostics/report.ts";
import type { FunctionDecl, Option, Options, Step } from "../../syntax/ast.ts";
import { bareExpr, isExpr } from "../../syntax/bare.ts";
import { type CheckContext, noReason } from "../check-context.ts";
import type { ResolvedOptions } from "../check-result.ts";
import { intType } from "../type.ts";
import { isInverted } from "./option-value.ts";
import { type OptionPlace, optionWords } from "./option-words.ts";

const none: ResolvedOptions = {
  memory: undefined,
  cpu: undefined,
  disk: undefined,
  timeoutMs: undefined,
  retry: undefined,
  concurrency: undefined,
  cache: undefined,
  effect: undefined,
  batch: undefined,
  onError: undefined,
  runtime: undefined,
  handler: undefined,
  header: undefined,
  delimiter: undefined,
};

export function checkDeclaredOptions(context: CheckContext, declaration: FunctionDecl): void {
  if (declaration.options !== undefined) {
    const resolved = checkOptions(context, declaration.options, "declaration");
    context.tables.options.set(declaration, resolved);
    const { batch } = resolved;
    if (batch !== undefined && batch.kind !== "IntExpr") {
      report(
        context.sink,
        "FLOW5103",
        batch.span,
        { forms: ["batch 32"] },
        {
          hint: "Only `with` a step may it be computed.",
        },
      );
    }
  }
}

export function checkStepOptions(context: CheckContext, step: Step, options: Options): void {
  const resolved = checkOptions(context, options, placeOf(step));
  context.tables.options.set(step, resolved);
  const { batch } = resolved;
  if (batch !== undefined) {
    const before = context.effects;
    context.walk.require(context, batch, intType, noReason);
    if (context.effects !== before) {
      report(context.sink, "FLOW3032", batch.span, { place: "`batch`" });
    }
    checkBatchMode(context, step, options);
  }
  if (isExpr(step.body) && !context.tables.effectful.has(step.body)) {
    const type = context.tables.types.get(step.body);
    if (type !== undefined && type.kind !== "error") {
      report(context.sink, "FLOW5105", options.span, {});
    }
  }
}

function checkBatchMode(context: CheckContext, step: Step, options: Options): void {
  const call =
    step.body.kind === "MapStep" ? context.tables.calls.get(step.body.callee) : undefined;
  const option = options.entries.find(({ name }) => name.name === "batch");
  if (call === undefined || call.mode === "batch" || option === undefined) {
    return;
  }
  report(
    context.sink,
    "FLOW5106",
    option.name.span,
    { name: call.declaration.name.name },
    {
      secondary: call.args.flatMap(({ kind, param }) =>
        kind === "free" && param.node !== undefined
          ? [{ span: param.node.span, text: "this takes no list of elements" }]
          : [],
      ),
    },
  );
}

function checkOptions(
  context: CheckContext,
  options: Options,
  place: OptionPlace,
): ResolvedOptions {
  let resolved = none;
  const seen = new Map<string, Option>();
  for (const option of options.entries) {
    const { name } = option.name;
    const word = Object.hasOwn(optionWords, name) ? optionWords[name] : undefined;
    const first = seen.get(name);
    if (name === "") {
      continue;
    }
    if (word === undefined) {
      const known = Object.keys(optionWords).filter((other) =>
        optionWords[other]?.places.has(place),
      );
      report(
        context.sink,
        "FLOW5101",
        option.name.span,
        { name },
        didYouMean(name, option.name.span, known),
      );
    } else if (first !== undefined) {
      report(
        context.sink,
        "FLOW5104",
        option.name.span,
        { name },
        {
          secondary: [{ span: first.name.span, text: "the first is here" }],
        },
      );
    } else if (!word.places.has(place)) {
      report(
        context.sink,
        "FLOW5102",
        option.name.span,
        { name, place: describePlace(place) },
        {
          hint: `It stands ${[...word.places].map(describePlace).join(", or ")}.`,
        },
      );
    } else {
      resolved = { ...resolved, ...readOption(context, option, word) };
    }
    seen.set(name, first ?? option);
  }
  return resolved;
}

function readOption(
  context: CheckContext,
  option: Option,
  word: (typeof optionWords)[string],
): Partial<ResolvedOptions> | undefined {
  const read = word.read(option.values);
  const isMissing = option.values.some((value) => value.kind === "MissingExpr");
  if (read === undefined && !isMissing) {
    const inverted = option.values.find(isInverted);
    if (inverted === undefined) {
      const hint = "Options are facts of a deployment, so their values are written out.";
      report(context.sink, "FLOW5103", option.span, { forms: word.forms }, { hint });
    } else {
      report(context.sink, "FLOW5107", inverted.span, { name: option.name.name });
    }
  }
  return read;
}

function placeOf(step: Step): OptionPlace {
  const body = isExpr(step.body) ? bareExpr(step.body) : step.body;
  switch (body.kind) {
    case "ReadStep":
      return body.format.name === "csv" ? "csv" : "read";
    case "MapStep":
      return "map";
    case "ReduceStep":
      return "reduce";
    default:
      return "step";
  }
}

function describePlace(place: OptionPlace): string {
  switch (place) {
    case "declaration":
      return "on a function";
    case "csv":
      return "with a `read ... as csv`";
    case "read":
    case "map":
    case "reduce":
      return `with a \`${place}\``;
    case "step":
      return "with this step";
  }
}
