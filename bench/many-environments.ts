import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a project into a folder: the Test Execution System in environments `e0001`, `e0002`, …, each with the settings of production. */
export function manyEnvironments(root: string, count: number): void {
  const [environments, system] = [join(root, "environments"), join(root, "systems/test-execution")];
  for (const folder of [environments, system]) mkdirSync(folder, { recursive: true });
  cpSync("environments/regions", join(environments, "regions"), { recursive: true });
  copyFileSync("environments/base.tfvars", join(environments, "base.tfvars"));
  // Without its pipeline, which names environments that are not here.
  const base = readFileSync("systems/test-execution/base.tfvars", "utf8").replace(/^pipeline = .*$/m, "");
  writeFileSync(join(system, "base.tfvars"), base);
  for (let index = 1; index <= count; index += 1) {
    const name = `e${String(index).padStart(4, "0")}.tfvars`;
    copyFileSync("environments/prod.tfvars", join(environments, name));
    copyFileSync("systems/test-execution/prod.tfvars", join(system, name));
  }
}
