import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../process/files";
import { UserError } from "../process/user-error";

/** HCP Terraform gets the stack and the checksums of its providers, and nothing that a run has left here: plans, logs, states. */
const uploaded = "*\n!/cdk.tf.json\n!/.terraform.lock.hcl\n!/assets/\n";

/** Copies the synthesized files of a stack into its working folder. */
export function copySynthesized(source: string, dir: string): void {
  const file = join(source, "cdk.tf.json");
  if (!existsSync(file)) throw new UserError(`${file}: expected the synthesized stack, found no such file`);
  rmSync(join(dir, "assets"), { recursive: true, force: true });
  if (existsSync(join(source, "assets"))) cpSync(join(source, "assets"), join(dir, "assets"), { recursive: true });
  writeAtomically(join(dir, "cdk.tf.json"), readFileSync(file, "utf8"));
  writeAtomically(join(dir, ".terraformignore"), uploaded);
}
