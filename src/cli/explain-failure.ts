/** What `flow explain` says of the codes of failed runs. */
import { type FailureCode, failureCodes } from "../runtime/index.ts";

const codes: readonly (readonly [code: string, entry: FailureCode])[] =
  Object.entries(failureCodes);

/** In the order in which they are documented, with their titles. */
export function listFailures(): readonly (readonly [code: string, title: string])[] {
  return codes.map(([code, { title }]) => [code, title]);
}

/** A code however its letters are cased, in Markdown; undefined for one there is not. */
export function explainFailure(text: string): string | undefined {
  const wanted = text.trim().toLowerCase();
  const found = codes.find(([code]) => code.toLowerCase() === wanted);
  if (found === undefined) {
    return undefined;
  }
  const [code, { title, explanation, remedy, repeated }] = found;
  return `# ${code}: ${title} (failure of a run)

${explanation}

${remedy}

Repeated: ${repeated}.
`;
}
