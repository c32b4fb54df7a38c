/** `npm run package`: the package to be published, in `dist/package`. `npm publish dist/package` does the rest. */
import { join } from "node:path";
import { projectRoot } from "./bundle.ts";
import { stagePackage } from "./stage-package.ts";

const folder = join(projectRoot, "dist", "package");
await stagePackage(folder);
process.stdout.write(`${folder}\n`);
