import { CloudBackend, NamedCloudWorkspace, S3Backend, TerraformElement, type TerraformStack } from "cdktf";
import type { SharedSettings } from "../settings/schema/shared";
import { known, stateLocation } from "./state-location";

type BackendSettings = Pick<SharedSettings, "environment" | "region" | "account_id" | "state" | "aws_provider">;

/** The oldest Terraform that understands every stack: write-only arguments came with it. cdktf has no argument for it. */
class RequiredVersion extends TerraformElement {
  override toTerraform() {
    return { terraform: { required_version: ">= 1.11" } };
  }
}

/**
 * State in the environment's bucket under the stack's id, locked in its DynamoDB table; or in HCP Terraform, in the
 * workspace of that name.
 */
export function useBackend(stack: TerraformStack, settings: BackendSettings): void {
  new RequiredVersion(stack, "required-version");
  const { cloud, role_arn, use_lockfile } = settings.state;
  if (cloud) {
    new CloudBackend(stack, {
      organization: cloud.organization,
      hostname: cloud.hostname,
      workspaces: new NamedCloudWorkspace(stack.node.id, cloud.project),
    });
    return;
  }
  const { bucket, lockTable, region } = stateLocation(settings);
  new S3Backend(stack, {
    bucket,
    key: stack.node.id,
    region,
    dynamodbTable: lockTable,
    // No `encrypt`: it would use S3's own keys, which the bucket refuses. Without it the bucket's default applies: our KMS key.
    allowedAccountIds: [known(settings.account_id)],
    ...(role_arn && { assumeRole: { roleArn: role_arn } }),
  });
  // The bindings of cdktf 0.21 lack these two arguments.
  if (use_lockfile) stack.addOverride("terraform.backend.s3.use_lockfile", true);
  if (settings.aws_provider.use_path_style) stack.addOverride("terraform.backend.s3.use_path_style", true);
}
