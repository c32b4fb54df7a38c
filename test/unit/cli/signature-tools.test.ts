import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { createSignatureTools } from "../../../src/cli/signature-tools.ts";
import type { Diagnostic } from "../../../src/compiler/diagnostics/diagnostic.ts";
import type { IrType } from "../../../src/compiler/ir/type.ts";
import { checkSignatures } from "../../../src/compiler/signatures/check-signatures.ts";
import type { FunctionSignature } from "../../../src/compiler/signatures/signature.ts";
import {
  count,
  createSignature,
  int,
  type SignatureParts,
  signatureSource,
  string,
} from "../../support/function-signature.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const text: IrType = { kind: "text" };
const counts: IrType = { kind: "stream", element: count };

interface Case {
  readonly about: string;
  readonly signature: Omit<SignatureParts, "name" | "path">;
  /** The module; the function is `f`. */
  readonly source: string;
  /** Code, the marked part of the declaration, label and hint; undefined where everything fits. */
  readonly expected?: readonly [code: string, marked: string, label: string, hint?: string];
}

const cases: readonly Case[] = [
  {
    about: "a module that does not parse",
    signature: { params: { n: int }, result: int },
    source: "export function f(n: number {\n",
    expected: ["FLOW5005", '"./modules/0.ts"', "modules/0.ts:1:29: ',' expected"],
  },
  {
    about: "an exact function",
    signature: { params: { n: int }, result: int },
    source: "export function f(n: number): number { return n; }",
  },
  {
    about: "fewer parameters",
    signature: { params: { n: int, m: int }, result: int },
    source: "export const f = (n: number): number => n;",
  },
  {
    about: "the context",
    signature: { params: { n: int }, result: { kind: "file" } },
    source:
      'import type { Context, File } from "flow-lang";\n' +
      'export function f(n: number, ctx: Context): File { return ctx.createFile("n", String(n)); }',
  },
  {
    about: "a promise",
    signature: { params: { n: int }, result: count },
    source: 'export async function f(n: number) { return { word: "", n }; }',
  },
  {
    about: "a generator for a stream",
    signature: { params: { n: int }, result: counts },
    source: 'export function* f(n: number) { yield { word: "", n }; }',
  },
  {
    about: "an asynchronous generator",
    signature: { params: { n: int }, result: counts },
    source: 'export async function* f(n: number) { yield { word: "", n }; }',
  },
  {
    about: "a promise of an array",
    signature: { params: { n: int }, result: counts },
    source: 'export const f = async (n: number) => [{ word: "", n, more: true }];',
  },
  {
    about: "elements for several streams",
    signature: {
      params: { n: int },
      result: {
        kind: "record",
        name: null,
        fields: [
          { name: "good", type: counts },
          { name: "bad", type: { kind: "stream", element: string } },
        ],
      },
    },
    source:
      'export function* f(n: number) { yield { good: { word: "", n } }; yield { bad: "x" }; }',
  },
  {
    about: "a string for text",
    signature: { params: { chunk: text }, result: text },
    source:
      'import type { Text } from "flow-lang";\nexport const f = (chunk: Text) => chunk.string();',
  },
  {
    about: "anything where no result is declared",
    signature: { params: { n: int } },
    source: "export function f(n: number): string { return String(n); }",
  },
  {
    about: "a generic function",
    signature: { params: { n: int }, result: int },
    source: "export function f<T>(value: T): T { return value; }",
  },
  {
    about: "an export under another name",
    signature: { params: { n: int }, result: int, as: "default" },
    source: "export default (n: number) => n;",
  },
  {
    about: "a module with mistakes that do not concern its signature",
    signature: { params: { n: int }, result: int },
    source: "export function f(n: number): number { const m: string = n; return n; }\n",
  },
  {
    about: "a missing export",
    signature: { params: { n: int }, result: int },
    source: "export function g(): void {}",
    expected: ["FLOW5002", "f", "", "Export a function named `f`."],
  },
  {
    about: "a type of that name",
    signature: { params: { n: int }, result: int },
    source: "export interface f { n: number }",
    expected: ["FLOW5002", "f", "", "Export a function named `f`."],
  },
  {
    about: "a function that is not exported",
    signature: { params: { n: int }, result: int },
    source: "function f(): void {}\nexport const g = f;",
    expected: [
      "FLOW5002",
      "f",
      "declared there, but not exported",
      "Write `export` before `f` in the module.",
    ],
  },
  {
    about: "an export of nearly that name",
    signature: { params: { n: int }, result: int, as: "tokenise" },
    source: "export function tokenize(n: number): number { return n; }",
    expected: ["FLOW5002", "tokenise", "", "Did you mean `tokenize`?"],
  },
  {
    about: "a constant",
    signature: { params: { n: int }, result: int },
    source: "export const f = 3;",
    expected: ["FLOW5003", "f", "not a function in the module"],
  },
  {
    about: "a class",
    signature: { params: { n: int }, result: int },
    source: "export class f { n = 1; }",
    expected: ["FLOW5003", "f", "not a function in the module"],
  },
  {
    about: "a parameter of another type",
    signature: { params: { k: int, n: int }, result: int },
    source: "export function f(a: number, b: string): number { return a; }",
    expected: [
      "FLOW5004",
      "n",
      "given as `number`, but the function takes `string`",
      "The signature asks for `(k: number, n: number) => number`.",
    ],
  },
  {
    about: "a list that the function would change",
    signature: { params: { xs: { kind: "list", element: int } }, result: int },
    source: "export function f(xs: number[]): number { return xs.length; }",
    expected: [
      "FLOW5004",
      "xs",
      "given as `readonly number[]`, but the function takes `number[]`",
      "The signature asks for `(xs: readonly number[]) => number`.",
    ],
  },
  {
    about: "a field of a parameter",
    signature: { params: { c: count }, result: int },
    source: "export function f(c: { n: { x: number } }): number { return 1; }",
    expected: [
      "FLOW5004",
      "c",
      "given as `Count`, but the function takes `{ n: { x: number; }; }`",
      "At `n`: `number` does not fit `{ x: number; }`.\n" +
        "The signature asks for `(c: Count) => number`.",
    ],
  },
  {
    about: "too many parameters",
    signature: { params: { n: int }, result: int },
    source: "export function f(n: number, c: unknown, more: number): number { return more; }",
    expected: [
      "FLOW5004",
      "f",
      "the function asks for 3 arguments, and is given 1 and its context",
      "The signature asks for `(n: number) => number`.",
    ],
  },
  {
    about: "something else where the context is",
    signature: { params: { n: int }, result: int },
    source: "export function f(n: number, more: number): number { return more; }",
    expected: [
      "FLOW5004",
      "f",
      "given as `Context`, but the function takes `number`",
      "The signature asks for `(n: number) => number`.",
    ],
  },
  {
    about: "a result of another type",
    signature: { params: { n: int }, result: int },
    source: "export function f(n: number): string { return String(n); }",
    expected: [
      "FLOW5004",
      "R",
      "the function returns `string`, not `number`",
      "The signature asks for `(n: number) => number`.",
    ],
  },
  {
    about: "a result that may be missing",
    signature: { params: { n: int }, result: int },
    source: "export function f(n: number): number | undefined { return n; }",
    expected: [
      "FLOW5004",
      "R",
      "the function returns `number | undefined`, not `number`",
      "`undefined` does not fit `number`.\n" + "The signature asks for `(n: number) => number`.",
    ],
  },
  {
    about: "a result without a field",
    signature: { params: { n: int }, result: count },
    source: 'export function f(n: number) { return { word: "" }; }',
    expected: [
      "FLOW5004",
      "R",
      "the function returns `{ word: string; }`, not `Count`",
      "Property `n` is missing in type `{ word: string; }` but required in type `Count`.\n" +
        "The signature asks for `(n: number) => Count`.",
    ],
  },
  {
    about: "one value for a stream",
    signature: { params: { n: int }, result: counts },
    source: 'export function f(n: number) { return { word: "", n }; }',
    expected: [
      "FLOW5004",
      "R",
      "the function returns `{ word: string; n: number; }`, not `Stream<Count>`",
      "The signature asks for `(n: number) => Iterable<Count>`.",
    ],
  },
  {
    about: "a generator of something else",
    signature: { params: { n: int }, result: counts },
    source:
      "interface Count { word: string; n: string }\n" +
      'export function* f(n: number): Generator<Count> { yield { word: "", n: "" }; }',
    expected: [
      "FLOW5004",
      "R",
      "the function returns `Generator<Count, any, any>`, not `Stream<Count>`",
      "At `n`: `string` does not fit `number`.\nThe signature asks for `(n: number) => Iterable<Count>`.",
    ],
  },
  {
    about: "a stream of something else",
    signature: { params: { n: int }, result: counts },
    source: 'export function f(n: number) { return [{ word: "", n: "" }]; }',
    expected: [
      "FLOW5004",
      "R",
      "the function returns `{ word: string; n: string; }[]`, not `Stream<Count>`",
      "At `n`: `string` does not fit `number`.\n" +
        "The signature asks for `(n: number) => Iterable<Count>`.",
    ],
  },
];

/** One run for all, as `flow check` does it: each case is a module of its own. */
async function checkAll(): Promise<{
  readonly signatures: readonly FunctionSignature[];
  readonly first: readonly Diagnostic[];
  readonly second: readonly Diagnostic[];
  readonly left: readonly string[];
}> {
  using folder = temporaryFolder();
  const signatures = cases.map(({ signature, source }, index) => {
    const path = `./modules/${index}.ts`;
    const file = join(folder.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
    return createSignature({ ...signature, name: "f", path });
  });
  const first = await checkSignatures(signatures, createSignatureTools(folder.path));
  const tools = createSignatureTools(folder.path);
  const compiler = {
    ...tools.compiler,
    run: () => Promise.reject(new Error("not from the cache")),
  };
  const second = await checkSignatures(signatures, { ...tools, compiler });
  const left = readdirSync(join(folder.path, ".flow/cache/signatures"));
  return { signatures, first, second, left };
}

let checked: Awaited<ReturnType<typeof checkAll>>;

beforeAll(async () => {
  checked = await checkAll();
});

it.each(cases.map((one, index) => [one.about, one, index] as const))(
  "judges %s",
  (_, { signature, expected }, index) => {
    const { first } = checked;
    const path = `./modules/${index}.ts`;
    const own = first.filter(({ message }) => message.includes(path));
    const source = signatureSource({ ...signature, name: "f", path });
    const told = own.map(({ code, primary, hint }) => [
      code,
      source.slice(primary.span.start, primary.span.end),
      primary.text,
      hint,
    ]);
    expect(told).toEqual(
      expected === undefined ? [] : [[...expected, ...(expected.length === 3 ? [undefined] : [])]],
    );
  },
);

it("says the same from the cache, without running anything", () => {
  const { first, second } = checked;
  expect(second).toEqual(first);
});

it("leaves nothing but verdicts behind", () => {
  const { left, signatures } = checked;
  expect(left.filter((name) => !/^[0-9a-f]{64}\.json$/.test(name))).toEqual([]);
  expect(left).toHaveLength(signatures.length);
});
