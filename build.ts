/**
 * Bundles the command line into `dist/`: `flow.js`, `worker-main.js` that it starts, and chunks that they load. Beside them
 * `inputs.json` lists what went in, by which `bin/flow.js` tells whether the bundle is current.
 */
import { rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL(".", import.meta.url));

rmSync(`${root}dist`, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { flow: "src/cli/main.ts", "worker-main": "src/runtime/worker/worker-main.ts" },
  outdir: "dist",
  // Flat, so that a path relative to a module of ours is the same from every chunk.
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minify: true,
  keepNames: true,
  legalComments: "linked",
  // Started as programs of their own, from where npm put them.
  external: ["esbuild", "typescript"],
  metafile: true,
});

const inputs = [...Object.keys(metafile.inputs), "build.ts", "package-lock.json"].filter(
  (path) => !path.startsWith("node_modules/"),
);
writeFileSync(
  `${root}dist/inputs.json`,
  `${JSON.stringify(
    inputs.map((path) => {
      const { size, mtimeMs } = statSync(root + path);
      return { path, size, mtimeMs };
    }),
  )}\n`,
);
