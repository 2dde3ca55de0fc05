import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../process/files";
import { UserError } from "../process/user-error";

/** Copies the synthesized files of a stack into its working folder. */
export function copySynthesized(source: string, dir: string): void {
  const file = join(source, "cdk.tf.json");
  if (!existsSync(file)) throw new UserError(`${file}: expected the synthesized stack, found no such file`);
  rmSync(join(dir, "assets"), { recursive: true, force: true });
  if (existsSync(join(source, "assets"))) cpSync(join(source, "assets"), join(dir, "assets"), { recursive: true });
  writeAtomically(join(dir, "cdk.tf.json"), readFileSync(file, "utf8"));
  // HCP Terraform gets the stack, without the files of earlier runs.
  writeAtomically(join(dir, ".terraformignore"), "*.log\nplan.*\ninitialized\n");
}
