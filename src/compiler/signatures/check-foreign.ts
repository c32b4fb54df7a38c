/**
 * Functions that run in a process of their own: no compiler is asked, and nothing is started. Of Python the text of the
 * module says what it defines; of a folder with a program of its own only that knows.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/edit-distance.ts";
import { report } from "../diagnostics/report.ts";
import type { ModuleHost } from "./local-imports.ts";
import type { FunctionSignature } from "./signature.ts";

/** `path` is what the signature names, as the host knows it, and is there. */
export function checkForeign(
  signature: FunctionSignature,
  path: string,
  host: ModuleHost,
): readonly Diagnostic[] {
  const isFolder = host.find(path) === "folder";
  const folder = isFolder ? path : path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const inFolder = (name: string): string => (folder === "" ? name : `${folder}/${name}`);
  if (PROGRAMS.some((name) => host.find(inFolder(name)) === "file")) {
    return [];
  }
  const { name, spans, path: written } = signature;
  const found: Diagnostic[] = [];
  if (signature.runtime !== "python") {
    report(found, "FLOW5007", spans.path, { path: written });
    return found;
  }
  const { module, exportName } = handlerOf(signature, isFolder);
  const candidates = [`${module}.py`, `${module}/__init__.py`].map(inFolder);
  const source = candidates.find((candidate) => host.find(candidate) === "file");
  const shown = `${isFolder ? written.replace(/\/$/, "") : parentOf(written)}/${module}.py`;
  if (source === undefined) {
    report(
      found,
      "FLOW5001",
      spans.path,
      { name, path: shown },
      {
        label: "no such module in the folder",
        hint: 'Write it, or name another one with `handler "module.function"`.',
      },
    );
    return found;
  }
  const text = host.readText(source) ?? "";
  if (!defines(text, exportName)) {
    const near = suggest(exportName, definitions(text));
    report(
      found,
      "FLOW5002",
      spans.exportName ?? spans.name,
      { name: exportName, path: shown },
      {
        hint:
          near === undefined
            ? `Define \`def ${exportName}(...)\` at the top level of the module.`
            : `Did you mean \`${near}\`?`,
      },
    );
  }
  return found;
}

/** What makes a folder a program. */
const PROGRAMS = ["flow.json", "bootstrap"];

function handlerOf(
  { handler, exportName, path }: FunctionSignature,
  isFolder: boolean,
): { readonly module: string; readonly exportName: string } {
  if (handler !== undefined) {
    const at = handler.lastIndexOf(".");
    return { module: handler.slice(0, at).replaceAll(".", "/"), exportName: handler.slice(at + 1) };
  }
  const module = isFolder ? "main" : path.slice(path.lastIndexOf("/") + 1).replace(/\.py$/, "");
  return { module, exportName };
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** Names are those of the language, so nothing in them means anything in a pattern. */
function defines(text: string, name: string): boolean {
  return [
    `^(?:async[ \\t]+)?def[ \\t]+${name}\\b`,
    `^class[ \\t]+${name}\\b`,
    `^${name}[ \\t]*[:=]`,
    // Imported by that name, perhaps over several lines, or with all others.
    `\\bimport\\b[^#]*?(?:\\b${name}\\b|\\*)`,
  ].some((pattern) => new RegExp(pattern, "m").test(text));
}

const definitions = (text: string): readonly string[] =>
  [...text.matchAll(/^def[ \t]+(\w+)/gm)].map(([, name = ""]) => name);
