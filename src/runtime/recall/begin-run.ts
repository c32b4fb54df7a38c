/** What is written of a run before it starts. */
import { functionsOf } from "../../compiler/ir/functions-of.ts";
import type { Plan } from "../../compiler/ir/plan.ts";
import type { JsonObject } from "../../shared/json.ts";
import { storeKey } from "../store/store-failure.ts";
import { type Charter, type InputFile, withoutSecrets } from "./charter.ts";
import { digestFunctions } from "./code-digest.ts";
import type { DigestedFile, FileDigests } from "./file-digest.ts";
import { locationsIn } from "./references.ts";

/** What the user said of the run besides its arguments. */
export type CharterDetails = Pick<
  Charter,
  "version" | "file" | "sources" | "out" | "as" | "fresh" | "keep"
>;

export async function createCharter(
  plan: Plan,
  details: CharterDetails,
  {
    args,
    root,
    seed,
    started,
  }: Pick<Charter, "root" | "seed" | "started"> & { readonly args: JsonObject },
  files: FileDigests,
  cache: string,
): Promise<Charter> {
  const kept = withoutSecrets(plan, args);
  return {
    schema: 1,
    ...details,
    plan,
    args: kept,
    root,
    seed,
    started,
    inputs: [...locationsIn(kept)].flatMap((location) => {
      const file = storeKey(location) === undefined ? files.digest(location) : undefined;
      return file === undefined ? [] : [inputFile(file)];
    }),
    code: await digestFunctions(plan, functionsOf(plan.body), { root, cache, files }),
  };
}

function inputFile({ path, size, mtimeNs, inode, digest }: DigestedFile): InputFile {
  return { path, size, mtimeNs: String(mtimeNs), inode: String(inode), digest };
}
