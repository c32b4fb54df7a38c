/** What a test gives for parameters, as a parameter file has it: inline files are on disk, secrets in the environment. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Plan } from "../../compiler/ir/plan.ts";
import { secretVariable } from "../../runtime/index.ts";
import { type Arguments, INLINE, type InlineFiles } from "../../sdk/test.ts";
import { TestFailure } from "./test-failure.ts";

export interface PlainArguments {
  readonly params: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** `folder` is the run's own, absolute. */
export function placeArguments(plan: Plan, args: Arguments, folder: string): PlainArguments {
  const secrets = new Set(
    plan.params
      .filter(({ type }) => (type.kind === "optional" ? type.type : type).kind === "secret")
      .map(({ name }) => name),
  );
  const environment: { [name: string]: string } = {};
  const params: { [name: string]: unknown } = {};
  let placed = 0;
  const place = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(place);
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    if (INLINE in value) {
      placed += 1;
      return writeFiles(value as InlineFiles, join(folder, String(placed))); // its mark says so
    }
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, place(field)]));
  };
  for (const [name, value] of Object.entries(args)) {
    if (secrets.has(name) && typeof value === "string") {
      environment[secretVariable(name)] = value;
    } else if (value !== undefined) {
      params[name] = place(value);
    }
  }
  return { params, environment };
}

/** The path that stands for them. */
function writeFiles({ [INLINE]: kind, contents }: InlineFiles, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const names = Object.keys(contents);
  for (const [name, content] of Object.entries(contents)) {
    const plain = posix.normalize(name);
    if (name === "" || plain.startsWith("..") || posix.isAbsolute(plain) || plain.endsWith("/")) {
      throw new TestFailure(`\`${name}\` is no name of a file`);
    }
    const path = join(folder, plain);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return kind === "file" ? join(folder, names[0] ?? "") : folder;
}
