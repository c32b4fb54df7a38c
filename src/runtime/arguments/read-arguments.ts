/** What a user gave for a workflow's parameters, as values, or everything that is wrong with it. */
import { dirname, resolve } from "node:path";
import type { Plan, PlanParam } from "../../compiler/ir/plan.ts";
import { printType } from "../../compiler/ir/print-type.ts";
import { referencesOf } from "../../compiler/ir/references.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { FileValue } from "../../compiler/ir/value.ts";
import type { Span } from "../../compiler/source/span.ts";
import { datasetValue, filesStage } from "../../control/dataset.ts";
import { evaluate } from "../../evaluator/evaluate.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { decode } from "../values/decode.ts";
import { parseArgument } from "../values/parse-argument.ts";
import type { PathProblem } from "./list-files.ts";
import { resolvePaths } from "./resolve-paths.ts";

export interface GivenArguments {
  /** `name=value`, as on the command line; they win over `params`. */
  readonly assignments: readonly string[];
  /** Arguments by name, as a parameter file has them; null where there is none. */
  readonly params: unknown;
  /** Absolute folders where relative paths start: of assignments, of the parameter file, and of spans. */
  readonly workingFolder: string;
  readonly paramsFolder: string;
  readonly root: string;
  /** Environment variables, for secrets. */
  readonly environment: { readonly [name: string]: string | undefined };
}

export interface ReadArguments {
  /** Of every parameter, by name; a `files` parameter is the list of its files. */
  readonly values: JsonObject;
  /** Values that must not be shown anywhere. */
  readonly secrets: readonly string[];
}

export interface ArgumentProblem {
  /** `not-found`: the argument is well written, and there is no such file. */
  readonly kind: "malformed" | "unknown" | "repeated" | "missing" | "ill-typed" | "not-found";
  /** A clause without final stop. */
  readonly message: string;
  /** As the user wrote it. */
  readonly name: string;
  /** The parameter it is about; null where there is none. */
  readonly param: {
    readonly name: string;
    readonly type: string;
    readonly doc: string | null;
    readonly origin: Span;
  } | null;
  /** Names to suggest where `name` is unknown: parameters that nothing was given for. */
  readonly candidates: readonly string[];
}

interface Given {
  readonly value: Result<Json, string>;
  readonly folder: string;
}

export function readArguments(
  plan: Plan,
  given: GivenArguments,
): Result<ReadArguments, readonly ArgumentProblem[]> {
  const problems: ArgumentProblem[] = [];
  const byName = collectGiven(plan, given, problems);
  const values: { [name: string]: Json } = {};
  const scope: { [name: string]: Json } = {};
  const secrets: string[] = [];
  for (const param of plan.params) {
    const value = argumentOf(param, byName.get(param.name), scope, given);
    if (value.ok) {
      values[param.name] = value.value;
      scope[param.name] = inScope(param.type, value.value);
      if (isSecret(param.type) && typeof value.value === "string") {
        secrets.push(value.value);
      }
    } else if (value.error !== null) {
      problems.push(value.error);
    }
  }
  return problems.length === 0 ? ok({ values, secrets }) : err(problems);
}

/** The environment variable that holds a secret: `apiToken` is in `FLOW_SECRET_API_TOKEN`. */
export function secretVariable(name: string): string {
  return `FLOW_SECRET_${name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase()}`;
}

function collectGiven(
  plan: Plan,
  given: GivenArguments,
  problems: ArgumentProblem[],
): ReadonlyMap<string, Given> {
  const params = new Map(plan.params.map((param) => [param.name, param]));
  const byName = new Map<string, Given>();
  const unknown: string[] = [];
  for (const [name, value] of paramsEntries(given.params, problems)) {
    const param = params.get(name);
    if (param === undefined) {
      unknown.push(name);
    } else {
      byName.set(name, { value: fromJson(value, param), folder: given.paramsFolder });
    }
  }
  const assigned = new Set<string>();
  for (const assignment of given.assignments) {
    const equals = assignment.indexOf("=");
    const name = assignment.slice(0, equals).trim();
    const param = params.get(name);
    if (equals === -1 || name === "") {
      const message = `\`${assignment}\` is not of the form name=value`;
      problems.push({ kind: "malformed", message, name: assignment, param: null, candidates: [] });
    } else if (param === undefined) {
      unknown.push(name);
    } else if (assigned.has(name)) {
      problems.push(problemOf(param, "repeated", `\`${name}\` is given twice`));
    } else {
      assigned.add(name);
      const value = fromText(assignment.slice(equals + 1), param);
      byName.set(name, { value, folder: given.workingFolder });
    }
  }
  const candidates = plan.params.map(({ name }) => name).filter((name) => !byName.has(name));
  for (const name of new Set(unknown)) {
    const message = `\`${plan.workflow}\` has no parameter \`${name}\``;
    problems.push({ kind: "unknown", message, name, param: null, candidates });
  }
  return byName;
}

function paramsEntries(
  params: unknown,
  problems: ArgumentProblem[],
): readonly (readonly [string, unknown])[] {
  if (params === null || params === undefined) {
    return [];
  }
  if (typeof params !== "object" || Array.isArray(params)) {
    const message = "a parameter file holds one JSON object";
    problems.push({ kind: "malformed", message, name: "", param: null, candidates: [] });
    return [];
  }
  return Object.entries(params);
}

function fromText(text: string, param: PlanParam): Result<Json, string> {
  return isSecret(param.type) ? refuseSecret(param) : parseArgument(text, param.type);
}

function fromJson(value: unknown, param: PlanParam): Result<Json, string> {
  if (isSecret(param.type)) {
    return refuseSecret(param);
  }
  // A parameter file may write what the command line would: `"90 s"`, a path.
  const plain = decode(value, param.type, "", { extraFields: "refuse" });
  if (plain.ok) {
    return plain;
  }
  return typeof value === "string" ? parseArgument(value, param.type) : err(plain.error.message);
}

function refuseSecret(param: PlanParam): Result<never, string> {
  return err(`a secret is not given as an argument; set ${secretVariable(param.name)}`);
}

/** A null error: the default needs a parameter that has a problem of its own. */
function argumentOf(
  param: PlanParam,
  given: Given | undefined,
  scope: JsonObject,
  { environment, root }: GivenArguments,
): Result<Json, ArgumentProblem | null> {
  const problem: ProblemOf = (kind, message) =>
    err(problemOf(param, kind, `\`${param.name}\`: ${message}`));
  if (given !== undefined) {
    if (!given.value.ok) {
      return problem("ill-typed", given.value.error);
    }
    const resolved = resolvePaths(given.value.value, param.type, given.folder);
    return resolved.ok
      ? resolved
      : problem(problemKinds[resolved.error.kind], resolved.error.message);
  }
  if (isSecret(param.type)) {
    const secret = environment[secretVariable(param.name)];
    if (secret !== undefined) {
      return ok(secret);
    }
  }
  if (param.defaultValue !== null) {
    return defaultOf(param, scope, root, problem);
  }
  const place = isSecret(param.type) ? `; set ${secretVariable(param.name)}` : "";
  return err(problemOf(param, "missing", `\`${param.name}\` is missing${place}`));
}

const problemKinds = { malformed: "ill-typed", absent: "not-found" } as const satisfies {
  readonly [Kind in PathProblem["kind"]]: ArgumentProblem["kind"];
};

type ProblemOf = (kind: ArgumentProblem["kind"], message: string) => Result<never, ArgumentProblem>;

function defaultOf(
  param: PlanParam,
  scope: JsonObject,
  root: string,
  problem: ProblemOf,
): Result<Json, ArgumentProblem | null> {
  const { defaultValue, origin, type } = param;
  if (
    defaultValue === null ||
    ![...referencesOf(defaultValue)].every((id) => Object.hasOwn(scope, id))
  ) {
    return err(null);
  }
  const value = evaluate(defaultValue, scope);
  if (!value.ok) {
    return problem("ill-typed", value.error.message);
  }
  const resolved = resolvePaths(value.value, type, resolve(root, dirname(origin.file)));
  return resolved.ok
    ? resolved
    : problem(problemKinds[resolved.error.kind], `${resolved.error.message}, its default`);
}

/** Expressions see a dataset by its counts. */
function inScope(type: IrType, value: Json): Json {
  const inner = type.kind === "optional" ? type.type : type;
  return inner.kind === "dataset" && Array.isArray(value)
    ? { ...datasetValue("", filesStage(value as unknown as readonly FileValue[])) } // a listing
    : value;
}

function isSecret(type: IrType): boolean {
  return type.kind === "secret" || (type.kind === "optional" && type.type.kind === "secret");
}

function problemOf(
  param: PlanParam,
  kind: ArgumentProblem["kind"],
  message: string,
): ArgumentProblem {
  const { name, doc, origin } = param;
  return {
    kind,
    message,
    name,
    param: { name, type: printType(param.type), doc, origin },
    candidates: [],
  };
}
