import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Absolute, ending in `/`. */
export const projectRoot = fileURLToPath(new URL("../", import.meta.url));

/**
 * Bundles the command line into `outdir`: `flow.js`, `worker-main.js` and `test-main.js` that it starts, `sdk.js` and
 * `test.js` that functions and tests import, `flow_runtime.py` that runs functions in Python, and chunks that they load. Gives the paths of what went in, relative to the
 * project.
 */
export async function bundle(outdir: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints: {
      flow: "src/cli/main.ts",
      sdk: "src/sdk/index.ts",
      test: "src/sdk/test.ts",
      "test-main": "src/cli/testing/test-main.ts",
      "worker-main": "src/runtime/worker/worker-main.ts",
      flow_runtime: "src/runtime/foreign/flow_runtime.py",
    },
    // What runs functions in Python is a program of its own.
    loader: { ".py": "copy" },
    outdir,
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
  return Object.keys(metafile.inputs).filter((path) => !path.startsWith("node_modules/"));
}
