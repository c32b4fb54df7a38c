/**
 * Bundles the command line into `dist/`. Beside it `inputs.json` lists what went in, by which `bin/flow.js` tells whether
 * the bundle is current.
 */
import { rmSync, statSync, writeFileSync } from "node:fs";
import { bundle, projectRoot } from "./packaging/bundle.ts";

const dist = `${projectRoot}dist`;
rmSync(dist, { recursive: true, force: true });
const bundled = await bundle(dist);

const inputs = [...bundled, "build.ts", "packaging/bundle.ts", "package-lock.json"];
writeFileSync(
  `${dist}/inputs.json`,
  `${JSON.stringify(
    inputs.map((path) => {
      const { size, mtimeMs } = statSync(projectRoot + path);
      return { path, size, mtimeMs };
    }),
  )}\n`,
);
