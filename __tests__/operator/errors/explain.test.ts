import { execFileSync } from "node:child_process";
import { explain } from "../../../operator/errors/explain";
import { OrphansError } from "../../../operator/errors/orphans";
import { readDiagnostics, TerraformError } from "../../../operator/terraform/diagnostics";
import type { Workspace } from "../../../operator/terraform/workspace";

const workspace = {
  id: "aws-x",
  dir: "/tmp/o'brien $(touch X)/.local/stacks/aws-x",
  env: {},
  config: { backend: { type: "s3", settings: {} }, requiredVersion: ">= 1.11" },
} as unknown as Workspace;

/** What Terraform 1.5.7 says in a folder that needs a newer one. */
const tooOld = `╷
│ Error: Unsupported Terraform Core version
│
│   on cdk.tf.json line 5902, in terraform:
│ 5902:     "required_version": ">= 1.11"
│
│ This configuration does not support Terraform version 1.5.7. To proceed,
│ either choose another supported Terraform version or update this version
│ constraint. Version constraints are normally set for good reason, so updating
│ the constraint may lead to other errors or unexpected behavior.
╵
`;

test("a Terraform that is too old is one line", async () => {
  const error = new TerraformError("init", readDiagnostics(tooOld));
  expect(((await explain(error, workspace)) as Error).message).toBe(
    "terraform: expected Terraform >= 1.11, found 1.5.7: install a newer one, or name its program in TERRAFORM_BINARY_NAME",
  );
});

test("the import commands are words of a shell for any folder, address and id", () => {
  const orphan = { address: `aws_s3_bucket.a["it's $(touch X)"]`, importId: "b'; touch X; '" };
  const { message } = new OrphansError(new TerraformError("apply", []), [orphan], workspace);
  const command = message.split("\n").find((line) => line.startsWith("  terraform -chdir=")) ?? "";
  const said = execFileSync("bash", ["-c", `terraform() { printf '<%s>' "$@"; }; ${command}`], { encoding: "utf8" });
  expect(said).toMatch(/^<-chdir=[^>]*o'brien \$\(touch X\)\/\.local\/stacks\/aws-x><import>/);
  expect(said.endsWith(`<import><${orphan.address}><${orphan.importId}>`)).toBe(true);
});
