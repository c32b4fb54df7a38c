/** A forecast of a run on this machine: what `.flow` knows is looked at, and left as it is but for digests of files. */

import type { Plan } from "../compiler/ir/plan.ts";
import type { JsonObject } from "../shared/json.ts";
import { systemClock } from "./clock.ts";
import { openJournal } from "./journal/journal.ts";
import { cacheFolder, storeFolder } from "./local.ts";
import { type CharterDetails, createCharter } from "./recall/begin-run.ts";
import type { Charter } from "./recall/charter.ts";
import { createReuse } from "./recall/create-reuse.ts";
import { createFileDigests } from "./recall/file-digest.ts";
import { type Forecast, forecast } from "./recall/forecast.ts";
import { createReadOnlyWork } from "./recall/known-work.ts";
import { createProvenance } from "./recall/provenance.ts";
import { readDataset } from "./recall/read-dataset.ts";
import { createSecretDigests } from "./recall/secret-digest.ts";
import { createFileSystemStore } from "./store/file-system.ts";
import { createExecute } from "./worker/create-execute.ts";

export interface LocalForecastOptions {
  readonly args: JsonObject;
  readonly secrets: readonly string[];
  readonly root: string;
  /** `flowFolder(...)`. */
  readonly folder: string;
  readonly details: CharterDetails;
}

export interface LocalForecast extends Forecast {
  /** What the run would be begun with. */
  readonly charter: Charter;
}

/** No run has this name. */
const NO_RUN = "@forecast";

export async function forecastLocally(
  plan: Plan,
  { args, secrets, root, folder, details }: LocalForecastOptions,
): Promise<LocalForecast> {
  const storeRoot = storeFolder(folder);
  const opened = openJournal(folder, "change");
  using journal = opened.ok ? opened.value : undefined;
  const files = createFileDigests(journal, systemClock.now);
  const started = systemClock.now();
  const settings = { args, root, seed: 1, started };
  const charter = await createCharter(plan, details, settings, files, cacheFolder(folder));
  const code = charter.code;
  const found = await forecast({
    run: NO_RUN,
    plan,
    args,
    root,
    store: createFileSystemStore(storeRoot),
    clock: systemClock,
    execute: createExecute({ plan, root, storeRoot, secrets }, () => {}),
    reuse: (store) =>
      createReuse({
        run: NO_RUN,
        plan,
        store,
        files,
        code,
        fresh: details.fresh,
        known: journal && createReadOnlyWork(journal),
        provenance: createProvenance(store),
        readDataset: (manifest) => readDataset(store, manifest),
        secretOf: createSecretDigests(secrets, cacheFolder(folder)),
      }),
  });
  return { ...found, charter };
}
