import { positionAt } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import type { Diagnostic, Fix, Label } from "./diagnostic.ts";
import { findCode, listCodes } from "./registry.ts";
import type { SourceLookup } from "./render-text.ts";

export interface SarifOptions {
  /** Version of the tool, as `flow --version` prints it. */
  readonly toolVersion: string;
}

const codes = listCodes();
const ruleIndexes = new Map(codes.map(([code], index) => [code, index]));

/**
 * One SARIF 2.1.0 log (OASIS, 2020) with one run, for code scanning services and editors. Every code of the registry is
 * a rule; columns count UTF-16 code units.
 */
export function renderSarif(
  diagnostics: readonly Diagnostic[],
  sources: SourceLookup,
  options: SarifOptions,
): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "flow",
            version: options.toolVersion,
            rules: codes.map(([code, entry]) => ({
              id: code,
              shortDescription: { text: entry.summary },
              fullDescription: { text: entry.explanation, markdown: entry.explanation },
              defaultConfiguration: { level: entry.severity },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => toResult(diagnostic, sources)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toResult(diagnostic: Diagnostic, sources: SourceLookup): object {
  const { code, severity, message, primary, secondary, hint, fixes } = diagnostic;
  const sentences = [primary.text === "" ? message : `${message}: ${primary.text}`, hint];
  return {
    ruleId: code,
    ...(findCode(code) === undefined ? {} : { ruleIndex: ruleIndexes.get(code) }),
    level: severity,
    message: { text: sentences.filter((text) => text !== undefined).join(". ") },
    locations: [toLocation(primary.span, sources)],
    relatedLocations: secondary.map((label, id) => toRelated(label, id, sources)),
    fixes: fixes.map((fix) => toFix(fix, sources)),
  };
}

function toRelated({ span, text }: Label, id: number, sources: SourceLookup): object {
  return { id, ...toLocation(span, sources), ...(text === "" ? {} : { message: { text } }) };
}

function toLocation(
  span: Span,
  sources: SourceLookup,
): { readonly physicalLocation: { readonly artifactLocation: object; readonly region: object } } {
  return {
    physicalLocation: { artifactLocation: toArtifact(span.file), region: toRegion(span, sources) },
  };
}

function toFix({ title, applicability, edits }: Fix, sources: SourceLookup): object {
  const files = [...new Set(edits.map(({ span }) => span.file))];
  return {
    description: { text: title },
    properties: { applicability },
    artifactChanges: files.map((file) => ({
      artifactLocation: toArtifact(file),
      replacements: edits
        .filter(({ span }) => span.file === file)
        .map(({ span, newText }) => ({
          deletedRegion: toRegion(span, sources),
          insertedContent: { text: newText },
        })),
    })),
  };
}

/** A relative path is a relative reference; an absolute one is an URL, as SARIF asks. */
function toArtifact(path: string): { readonly uri: string } {
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  if (/^[A-Za-z]:\//.test(path)) {
    return { uri: `file:///${path.slice(0, 2)}${escaped.slice(escaped.indexOf("/"))}` };
  }
  return { uri: path.startsWith("/") ? `file://${escaped}` : escaped };
}

function toRegion(span: Span, sources: SourceLookup): object {
  const file = sources(span.file);
  const region = { charOffset: span.start, charLength: span.end - span.start };
  if (file === undefined) {
    return region;
  }
  const start = positionAt(file, Math.min(span.start, file.text.length));
  const end = positionAt(file, Math.min(span.end, file.text.length));
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...region,
  };
}
