import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, projectRoot } from "./bundle.ts";
import { publishedManifest } from "./manifest.ts";

const copied = ["bin/flow.js", "README.md", "CHANGELOG.md", "LICENSE"];

/**
 * Makes `folder` anew as the package that is published: the bin file, built code for the command line, its workers and
 * the SDK, and declarations of the SDK. No sources: Node strips no types below `node_modules`.
 * @throws where esbuild or tsc finds something wrong.
 */
export async function stagePackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(publishedManifest, null, 2)}\n`);
  for (const path of copied) {
    copyFileSync(join(projectRoot, path), join(folder, path));
  }
  await bundle(join(folder, "dist"));
  declareSdk(join(folder, "dist", "types"));
}

function declareSdk(folder: string): void {
  const tsc = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  execFileSync(
    process.execPath,
    [tsc, "-p", join(projectRoot, "packaging/tsconfig.sdk.json"), "--outDir", folder],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
}
