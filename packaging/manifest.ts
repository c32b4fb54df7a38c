import manifest from "../package.json" with { type: "json" };

/**
 * The `package.json` that is published. What is bundled is no dependency there, and Node is not brought along, which the
 * project does for its own developers: whoever installs Flow has chosen a Node.
 */
export const publishedManifest = {
  name: manifest.name,
  version: manifest.version,
  description: manifest.description,
  license: manifest.license,
  type: manifest.type,
  engines: { node: ">=24" },
  bin: manifest.bin,
  exports: {
    ".": { types: "./dist/types/sdk/index.d.ts", default: "./dist/sdk.js" },
    "./test": { types: "./dist/types/sdk/test.d.ts", default: "./dist/test.js" },
  },
  // Everything that stands in the folder.
  files: ["bin", "dist", "CHANGELOG.md"],
  dependencies: {
    esbuild: manifest.dependencies.esbuild,
    typescript: manifest.dependencies.typescript,
  },
} as const;
