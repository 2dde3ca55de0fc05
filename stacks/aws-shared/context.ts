import type { Construct } from "constructs";
import { EncryptionKey, type EncryptionKeyProps } from "../../modules/aws/access/encryption-key";
import { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";

/** What every platform on AWS says of itself. */
type Settings = Pick<PlatformSettings["account"], "environment" | "account_id" | "region" | "protected"> & {
  readonly system: string;
};

/** What every part of a stack is made with. */
export interface Ground {
  readonly names: Names;
  readonly keyArn: string;
  /** Whether what is stored goes with the stack. */
  readonly destroyable: boolean;
}

/** The names of a stack, and the one key of all that it stores, logs and sends. */
export function addGround(
  stack: Construct,
  settings: Settings,
  { autoScaling }: Pick<EncryptionKeyProps, "autoScaling"> = {},
): Ground {
  const { system, environment, account_id: accountId, region } = settings;
  const names = new Names({ system, environment, accountId, region });
  const destroyable = !settings.protected;
  const { keyArn } = new EncryptionKey(stack, "key", {
    names,
    name: "data",
    description: `Everything that ${names.prefix} stores`,
    services: [`logs.${region}.amazonaws.com`, "cloudwatch.amazonaws.com", "budgets.amazonaws.com"],
    autoScaling,
    deletionWindowDays: destroyable ? 7 : 30,
  });
  return { names, keyArn, destroyable };
}
