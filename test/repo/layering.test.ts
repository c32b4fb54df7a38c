/** Which folder may import which. The table is the authority; `docs/architecture.md` explains it. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, resolve } from "node:path";
import { expect, it } from "vitest";

interface Layer {
  /** A file, or a folder with all below it, under `src/`. The longest that fits a file is its layer. */
  readonly path: string;
  /** Layers that it may import, besides itself and `shared`. */
  readonly imports: readonly string[];
  /** Packages, and modules of Node, that it may import. `*`: any. */
  readonly packages: readonly string[];
}

/** What the scheduler, control and the executor say to each other: types, and the one error that carries a `Failure`. */
const runtimeContracts = [
  "runtime/task.ts",
  "runtime/failure.ts",
  "runtime/task-error.ts",
  "runtime/core/events.ts",
];

const layers: readonly Layer[] = [
  { path: "shared", imports: [], packages: [] },
  { path: "sdk", imports: [], packages: ["node:buffer"] },

  { path: "compiler/source", imports: [], packages: [] },
  { path: "compiler/diagnostics", imports: ["compiler/source"], packages: [] },
  {
    path: "compiler/syntax",
    imports: ["compiler/source", "compiler/diagnostics"],
    packages: ["chevrotain"],
  },
  {
    path: "compiler/format",
    imports: ["compiler/source", "compiler/diagnostics", "compiler/syntax"],
    packages: [],
  },
  {
    path: "compiler/bind",
    imports: ["compiler/source", "compiler/diagnostics", "compiler/syntax"],
    packages: [],
  },
  { path: "compiler/ir", imports: ["compiler/source/span.ts"], packages: ["@dagrejs/graphlib"] },
  {
    path: "compiler/check",
    imports: [
      "compiler/source",
      "compiler/diagnostics",
      "compiler/syntax",
      "compiler/bind",
      "compiler/ir",
      "evaluator/apply-builtin.ts",
    ],
    packages: [],
  },
  {
    path: "compiler/signatures",
    imports: [
      "compiler/source",
      "compiler/diagnostics",
      "compiler/syntax",
      "compiler/bind",
      "compiler/check",
      "compiler/ir",
    ],
    packages: ["node:path/posix", "node:crypto", "node:module"],
  },
  {
    path: "compiler/lower",
    imports: [
      "compiler/source",
      "compiler/diagnostics",
      "compiler/syntax",
      "compiler/bind",
      "compiler/check",
      "compiler/ir",
    ],
    packages: [],
  },
  {
    path: "compiler/passes",
    imports: ["compiler/ir", "compiler/diagnostics", "evaluator"],
    packages: [],
  },
  { path: "compiler/graph", imports: ["compiler/ir"], packages: [] },
  { path: "compiler", imports: ["compiler"], packages: [] },

  { path: "evaluator", imports: ["compiler/ir", "compiler/source/span.ts"], packages: [] },
  { path: "control", imports: ["compiler/ir", "evaluator", ...runtimeContracts], packages: [] },

  { path: "runtime/core", imports: ["compiler/ir", ...runtimeContracts], packages: [] },
  {
    path: "runtime",
    imports: ["compiler/ir", "compiler/source/span.ts", "evaluator", "control", "sdk"],
    packages: ["*"],
  },

  {
    path: "cli",
    imports: [
      "compiler/index.ts",
      "compiler/diagnostics",
      "compiler/source",
      "compiler/signatures",
      "compiler/format/format.ts",
      "compiler/graph",
      "compiler/ir",
      "runtime/index.ts",
      "sdk/test.ts",
    ],
    packages: ["*"],
  },
];

const src = resolve(import.meta.dirname, "../../src");

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"))
  .toSorted();
const imports = files.flatMap((from) =>
  specifiersOf(readFileSync(join(src, from), "utf8")).map((specifier) => ({
    from,
    to: specifier.startsWith(".")
      ? relative(src, resolve(src, posix.dirname(from), specifier)).replaceAll("\\", "/")
      : specifier,
  })),
);

it("imports only what the layer may import", () => {
  const wrong = imports
    .filter((edge) => !isAllowed(edge))
    .map(({ from, to }) => `${from} -> ${to}`);
  expect(wrong).toEqual([]);
});

it("gives every source file a layer, and every layer a file", () => {
  expect(files.filter((path) => layerOf(path) === undefined)).toEqual([]);
  const used = new Set(files.map((path) => layerOf(path)?.path));
  expect(layers.filter(({ path }) => !used.has(path)).map(({ path }) => path)).toEqual([]);
});

it("uses the console, the process and its environment at the edges only", () => {
  const edges = ["cli", "runtime"];
  const wrong = files.filter(
    (path) =>
      !edges.some((edge) => isWithin(path, edge)) &&
      /\b(?:console|process)\s*\./.test(stripComments(readFileSync(join(src, path), "utf8"))),
  );
  expect(wrong).toEqual([]);
});

it("reads no clock and no randomness in the scheduler's core", () => {
  const wrong = files.filter(
    (path) =>
      isWithin(path, "runtime/core") &&
      /\bDate\b|Math\.random|performance\.|setTimeout|setInterval/.test(
        stripComments(readFileSync(join(src, path), "utf8")),
      ),
  );
  expect(wrong).toEqual([]);
});

it("has no cycle of imports, types included", () => {
  expect(findCycle(files, imports)).toEqual([]);
});

function isAllowed({ from, to }: Import): boolean {
  const layer = layerOf(from);
  if (layer === undefined || to.startsWith("../")) {
    return layer !== undefined && to === "../package.json";
  }
  if (!to.endsWith(".ts")) {
    return layer.packages.some((name) => name === "*" || to === name || to.startsWith(`${name}/`));
  }
  return [layer.path, "shared", ...layer.imports].some((path) => isWithin(to, path));
}

function layerOf(path: string): Layer | undefined {
  return layers
    .filter((layer) => isWithin(path, layer.path))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Static and dynamic imports, re-exports, and URLs of modules to be started. */
function specifiersOf(text: string): readonly string[] {
  const code = stripComments(text);
  const patterns = [
    /(?:^|\n)\s*(?:import|export)\b[^;"'`]*?\bfrom\s*"([^"\n]+)"/g,
    /(?:^|\n)\s*import\s*"([^"\n]+)"/g,
    /\bimport\(\s*"([^"\n]+)"\s*\)/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map(([, name = ""]) => name));
}

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}

/** Members of one cycle, or nothing. */
function findCycle(nodes: readonly string[], edges: readonly Import[]): readonly string[] {
  const targets = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const open: string[] = [];
  const visit = (node: string): readonly string[] => {
    if (open.includes(node)) {
      return [...open.slice(open.indexOf(node)), node];
    }
    if (done.has(node)) {
      return [];
    }
    open.push(node);
    for (const { to } of targets.get(node) ?? []) {
      const cycle = visit(to);
      if (cycle.length > 0) {
        return cycle;
      }
    }
    open.pop();
    done.add(node);
    return [];
  };
  for (const node of nodes) {
    const cycle = visit(node);
    if (cycle.length > 0) {
      return cycle;
    }
  }
  return [];
}
