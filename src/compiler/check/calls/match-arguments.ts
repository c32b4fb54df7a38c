import { offerName } from "../../bind/did-you-mean.ts";
import type { CallableDecl } from "../../bind/symbol.ts";
import { suggest } from "../../diagnostics/edit-distance.ts";
import { report } from "../../diagnostics/report.ts";
import type { Span } from "../../source/span.ts";
import type { Argument } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import type { Signature, SignatureParam } from "../check-result.ts";
import { printType } from "../print-type.ts";

export interface MatchedArguments {
  readonly given: ReadonlyMap<SignatureParam, Argument>;
  /** Without value or default, in order. */
  readonly free: readonly SignatureParam[];
  /** Arguments that belong to no parameter; reported. */
  readonly stray: readonly Argument[];
}

/** Arguments to parameters: those without a name first, in order. In a pattern every fixed one must have its name. */
export function matchArguments(
  context: CheckContext,
  declaration: CallableDecl,
  signature: Signature,
  args: readonly Argument[],
  isPattern: boolean,
): MatchedArguments {
  const given = new Map<SignatureParam, Argument>();
  const stray: Argument[] = [];
  let next = 0;
  let hasNamed = false;
  for (const argument of args) {
    const param =
      argument.name === undefined
        ? positional(context, declaration, signature, argument, next++, hasNamed || isPattern)
        : named(context, declaration, signature, argument);
    hasNamed ||= argument.name !== undefined;
    const first = param === undefined ? undefined : given.get(param);
    if (param === undefined) {
      stray.push(argument);
    } else if (first !== undefined) {
      stray.push(argument);
      report(
        context.sink,
        "FLOW3036",
        (argument.name ?? argument).span,
        { param: param.name },
        {
          secondary: [{ span: first.span, text: "the first value is here" }],
        },
      );
    } else {
      given.set(param, argument);
    }
  }
  const free = signature.params.filter((param) => !given.has(param) && !param.hasDefault);
  return { given, free, stray };
}

function positional(
  context: CheckContext,
  declaration: CallableDecl,
  signature: Signature,
  argument: Argument,
  position: number,
  mustHaveName: boolean,
): SignatureParam | undefined {
  if (mustHaveName) {
    const { value } = argument;
    const param =
      value.kind === "NameExpr"
        ? signature.params.find(({ name }) => name === value.name)
        : undefined;
    const at = { ...argument.span, end: argument.span.start };
    report(
      context.sink,
      "FLOW3037",
      argument.span,
      { name: declaration.name.name },
      {
        hint: `${describeSignature(declaration, signature)}.`,
        fixes:
          param === undefined
            ? []
            : [
                {
                  title: `Write \`${param.name}:\``,
                  applicability: "safe",
                  edits: [{ span: at, newText: `${param.name}: ` }],
                },
              ],
      },
    );
    return undefined;
  }
  const param = signature.params[position];
  if (param === undefined) {
    report(
      context.sink,
      "FLOW3038",
      argument.span,
      {
        name: declaration.name.name,
        expected: signature.params.length,
      },
      {
        secondary: [declaredHere(declaration)],
        hint: `${describeSignature(declaration, signature)}.`,
      },
    );
  }
  return param;
}

function named(
  context: CheckContext,
  declaration: CallableDecl,
  signature: Signature,
  argument: Argument,
): SignatureParam | undefined {
  const name = argument.name?.name ?? "";
  const param = signature.params.find((candidate) => candidate.name === name);
  if (param !== undefined || argument.name === undefined || name === "") {
    return param;
  }
  const near = suggest(
    name,
    signature.params.map((candidate) => candidate.name),
  );
  report(
    context.sink,
    "FLOW3039",
    argument.name.span,
    { name: declaration.name.name, param: name },
    {
      secondary: [declaredHere(declaration)],
      ...(near === undefined
        ? { hint: `${describeSignature(declaration, signature)}.` }
        : offerName(argument.name.name, argument.name.span, near)),
    },
  );
  return undefined;
}

/** Missing arguments of a plain call, all in one report. */
export function reportMissing(
  context: CheckContext,
  declaration: CallableDecl,
  signature: Signature,
  missing: readonly SignatureParam[],
  at: Span,
): void {
  const [first] = missing;
  if (first === undefined) {
    return;
  }
  report(
    context.sink,
    "FLOW3035",
    at,
    {
      name: declaration.name.name,
      params: missing.map(({ name, type }) => `${name}: ${printType(type)}`),
    },
    {
      secondary: [
        first.node === undefined
          ? declaredHere(declaration)
          : { span: first.node.span, text: "parameter declared here" },
      ],
      hint: `${describeSignature(declaration, signature)}.`,
    },
  );
}

export function declaredHere(declaration: CallableDecl): {
  readonly span: Span;
  readonly text: string;
} {
  return { span: declaration.name.span, text: "declared here" };
}

export function describeSignature(declaration: CallableDecl, signature: Signature): string {
  const params = signature.params.map(
    ({ name, type, hasDefault }) => `${name}: ${printType(type)}${hasDefault ? " = ..." : ""}`,
  );
  return `\`${declaration.name.name}\` takes ${params.length === 0 ? "no parameters" : `\`(${params.join(", ")})\``}`;
}
