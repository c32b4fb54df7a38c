/** Turns the reasons TypeScript gives for a mismatch into what concerns the author of a `.flow` file. */
import type { Span } from "../source/span.ts";
import { paramNames } from "./declarations.ts";
import type { FunctionSignature } from "./signature.ts";

export interface MismatchPlace {
  /** The parameter or the result at fault, else the function's name. */
  readonly span: Span;
  readonly label: string;
  /** A sentence on what deep inside the types does not fit, where the label does not say it. */
  readonly detail: string | undefined;
}

/** `reasons` are the message of TypeScript and its reasons, outermost first. */
export function locateMismatch(
  signature: FunctionSignature,
  reasons: readonly string[],
): MismatchPlace {
  const [, first, ...inner] = reasons;
  const few = /Expected (\d+) or more, but got (\d+)/.exec(first ?? "");
  if (few !== null) {
    const declared = signature.params.length;
    const label = `the function asks for ${count(Number(few[1]), "argument")}, and is given ${declared} and its context`;
    return { span: signature.spans.name, label, detail: undefined };
  }
  const param = /^Types of parameters '.*' and '(.*)' are incompatible\.$/.exec(first ?? "")?.[1];
  if (param !== undefined) {
    const index = paramNames(signature).indexOf(param);
    return {
      span: signature.params[index]?.span ?? signature.spans.name,
      label: describePair(
        inner[0],
        (given, accepted) => `given as ${given}, but the function takes ${accepted}`,
      ),
      detail: findDetail(inner.slice(1)),
    };
  }
  return {
    span: signature.spans.result ?? signature.spans.name,
    label: describePair(
      first ?? reasons[0],
      (returned, declared) => `the function returns ${returned}, not ${declared}`,
    ),
    detail: findDetail(inner),
  };
}

function describePair(
  reason: string | undefined,
  describe: (left: string, right: string) => string,
): string {
  const pair = parsePair(reason ?? "");
  return pair === undefined ? clip(reason ?? "the types do not fit") : describe(pair[0], pair[1]);
}

/** The innermost reason, with the path of fields that leads to it. */
function findDetail(reasons: readonly string[]): string | undefined {
  const fields = reasons.flatMap((reason) => {
    const field =
      /^Types of property '(.*)' are incompatible\.$/.exec(reason)?.[1] ??
      /^The types of '(.*)' are incompatible between these types\.$/.exec(reason)?.[1];
    return field === undefined ? [] : [field];
  });
  const last = reasons.at(-1);
  if (last === undefined) {
    return undefined;
  }
  const pair = parsePair(last);
  const reason = pair === undefined ? clip(quote(last)) : `${pair[0]} does not fit ${pair[1]}.`;
  const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
  return fields.length === 0 ? sentence : `At \`${fields.join(".")}\`: ${reason}`;
}

function parsePair(reason: string): readonly [string, string] | undefined {
  const match =
    /^Type '(.*)' is not assignable to type '(.*)'(?: with '.*)?\./.exec(reason) ??
    /^The type '(.*)' is 'readonly' and cannot be assigned to the mutable type '(.*)'\.$/.exec(
      reason,
    );
  return match === null ? undefined : [typeName(match[1] ?? ""), typeName(match[2] ?? "")];
}

/** `Returned<T>` is an alias of ours; what it says here is `T`. */
function typeName(text: string): string {
  const type = withoutModules(text);
  return `\`${clip(/^Returned<(.*)>$/.exec(type)?.[1] ?? type)}\``;
}

/** TypeScript puts names between apostrophes; a reader of diagnostics expects backticks. */
function quote(text: string): string {
  return withoutModules(text).replace(/'([^']*)'/g, "`$1`");
}

/** Types of one name in two modules are told apart by TypeScript, with paths of this machine. */
function withoutModules(text: string): string {
  return text.replace(/import\("[^"]*"\)\./g, "");
}

function clip(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
