/** Reads the entry file and all that `use` reaches, each once. */
import { type DiagnosticSink, report } from "../diagnostics/report.ts";
import { createSourceFile, type SourceFile } from "../source/source-file.ts";
import type { SourceHost } from "../source/source-host.ts";
import type { SourceUnit, StringExpr, UseDecl } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";

export interface LoadedFile {
  readonly path: string;
  readonly file: SourceFile;
  readonly unit: SourceUnit;
  /** The parser had to recover: what is said about names that are never used would be a guess. */
  readonly hasSyntaxErrors: boolean;
  /** Path of the file of every `use`; undefined where there is none. */
  readonly uses: ReadonlyMap<UseDecl, string | undefined>;
}

/** In the order of their first `use`, the entry first. Empty where the entry cannot be read. */
export function loadModules(
  entryPath: string,
  host: SourceHost,
  sink: DiagnosticSink,
): ReadonlyMap<string, LoadedFile> {
  const loaded = new Map<string, LoadedFile>();
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    if (!texts.has(path)) {
      texts.set(path, host.readText(path));
    }
    return texts.get(path);
  };
  const waiting = [entryPath];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const text = read(path);
    if (text === undefined || loaded.has(path)) {
      continue;
    }
    const file = createSourceFile(path, text);
    const { unit, diagnostics } = parse(file);
    for (const diagnostic of diagnostics) {
      sink.push(diagnostic);
    }
    const uses = new Map<UseDecl, string | undefined>();
    for (const declaration of unit.declarations) {
      if (declaration.kind === "UseDecl") {
        const target = findTarget(path, declaration.path, host, read, sink);
        uses.set(declaration, target);
        if (target !== undefined) {
          waiting.push(target);
        }
      }
    }
    loaded.set(path, { path, file, unit, hasSyntaxErrors: diagnostics.length > 0, uses });
  }
  reportFileCycles(loaded, sink);
  return loaded;
}

function findTarget(
  from: string,
  path: StringExpr,
  host: SourceHost,
  read: (path: string) => string | undefined,
  sink: DiagnosticSink,
): string | undefined {
  const specifier = path.parts
    .map((part) => (part.kind === "StringText" ? part.value : ""))
    .join("");
  if (path.parts.some((part) => part.kind === "StringHole") || specifier === "") {
    return undefined;
  }
  if (!/^\.\.?\//.test(specifier)) {
    report(
      sink,
      "FLOW2005",
      path.span,
      { path: specifier },
      {
        fixes: [
          {
            title: `Write "./${specifier}"`,
            applicability: "safe",
            edits: [{ span: path.span, newText: JSON.stringify(`./${specifier}`) }],
          },
        ],
      },
    );
    return undefined;
  }
  const target = host.resolve(from, specifier);
  if (read(target) !== undefined) {
    return target;
  }
  const withExtension = host.resolve(from, `${specifier}.flow`);
  const near =
    specifier.endsWith(".flow") || read(withExtension) === undefined ? undefined : specifier;
  report(
    sink,
    "FLOW2006",
    path.span,
    { path: specifier },
    near === undefined
      ? { hint: "The path is relative to this file." }
      : {
          hint: `Write the extension too: \`${near}.flow\`.`,
          fixes: [
            {
              title: `Write "${near}.flow"`,
              applicability: "safe",
              edits: [{ span: path.span, newText: JSON.stringify(`${near}.flow`) }],
            },
          ],
        },
  );
  return undefined;
}

function reportFileCycles(loaded: ReadonlyMap<string, LoadedFile>, sink: DiagnosticSink): void {
  const state = new Map<string, "open" | "done">();
  const open: { readonly path: string; readonly use: UseDecl | undefined }[] = [];
  const visit = (path: string, through: UseDecl | undefined): void => {
    state.set(path, "open");
    open.push({ path, use: through });
    for (const [use, target] of loaded.get(path)?.uses ?? []) {
      if (target === undefined) {
        continue;
      }
      if (state.get(target) === "open") {
        const cycle = open.slice(open.findIndex((entry) => entry.path === target));
        report(
          sink,
          "FLOW4002",
          use.path.span,
          { files: [...cycle.map((entry) => entry.path), target] },
          {
            label: "this closes the cycle",
            secondary: cycle.flatMap((entry, index) =>
              index === 0 || entry.use === undefined
                ? []
                : [{ span: entry.use.path.span, text: `\`${entry.path}\` is used here` }],
            ),
          },
        );
      } else if (!state.has(target)) {
        visit(target, use);
      }
    }
    open.pop();
    state.set(path, "done");
  };
  for (const path of loaded.keys()) {
    if (!state.has(path)) {
      visit(path, undefined);
    }
  }
}
