import type { TerraformStack } from "cdktf";
import { EncryptionKey } from "../../modules/aws/access/encryption-key";
import type { ReplicationTarget } from "../../modules/aws/stores/object-replication";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import type { PlatformSettings } from "../../settings/schema";
import { useAwsProvider } from "../aws-shared/provider";
import type { AccountContext } from "./context";

/** A bucket with its own key in another region, for copies of what must survive the loss of this one; nothing where settings name no region. */
export function addCopies(
  stack: TerraformStack,
  settings: PlatformSettings["account"],
  { system, environment, names, destroyable, deletionWindowDays }: AccountContext,
): ReplicationTarget | undefined {
  if (!settings.copy_region) return undefined;
  const provider = useAwsProvider(stack, settings, { system, region: settings.copy_region });
  const { keyArn } = new EncryptionKey(stack, "copies-key", {
    names,
    name: "copies",
    description: `Copies of the states and the audit trail of ${environment}`,
    provider,
    deletionWindowDays,
  });
  const { bucketArn, versioning } = new ObjectStore(stack, "copies", {
    names,
    name: "copies",
    keyArn,
    provider,
    destroyable,
    lifecycle: { noncurrentDays: settings.state_noncurrent_days },
  });
  return { bucketArn, keyArn, versioning };
}
