import type { Construct } from "constructs";
import { EncryptionKey, type EncryptionKeyProps } from "../../modules/aws/access/encryption-key";
import { boundaryArn } from "../../modules/aws/account/role-boundary";
import { Names } from "../../modules/names";
import type { Platform } from "../../settings/schema";
import type { ReleaseSettings } from "../../settings/schema/release/release";
import type { SharedSettings } from "../../settings/schema/shared";
import { runbooks, type StackContext } from "../context";
import { accountNames } from "../state-location";
import { boundRoles } from "./role-boundary";

/** The settings of every AWS platform that a context is made from. */
type Settings = Pick<SharedSettings, "environment" | "region" | "protected" | "log_days" | "runbook_url"> & {
  readonly account_id: string;
  readonly system: string;
  readonly name: string;
  readonly role_boundary?: boolean;
  readonly release?: Pick<ReleaseSettings, "log_bucket">;
};

/** What every part of an AWS stack is made with. */
export interface AwsContext extends StackContext {
  /** The stack's KMS key. It encrypts everything that the stack stores, logs and sends. */
  readonly keyArn: string;
  /** Days that logs are kept. */
  readonly logDays: SharedSettings["log_days"];
  /** Whether stored data is deleted with the stack. */
  readonly destroyable: boolean;
  /** The bucket that has the log of the stack's releases. @default - that of the state */
  readonly releaseLog?: string | undefined;
}

/** Makes the names of an AWS stack and its one key. */
export function addAwsContext(
  stack: Construct,
  platform: Platform,
  settings: Settings,
  { autoScaling }: Pick<EncryptionKeyProps, "autoScaling"> = {},
): AwsContext {
  const { system, environment, account_id: accountId, region, log_days: logDays } = settings;
  const names = new Names({ name: settings.name, environment, accountId, region, runbooks: runbooks(stack, settings) });
  if (settings.role_boundary) boundRoles(stack, boundaryArn(accountNames(settings)));
  const destroyable = !settings.protected;
  const { keyArn } = new EncryptionKey(stack, "key", {
    names,
    name: "data",
    description: `Everything that ${names.prefix} stores`,
    services: [`logs.${region}.amazonaws.com`, "cloudwatch.amazonaws.com", "budgets.amazonaws.com"],
    autoScaling,
    deletionWindowDays: destroyable ? 7 : 30,
  });
  return {
    system,
    environment,
    platform,
    names,
    keyArn,
    logDays,
    destroyable,
    releaseLog: settings.release?.log_bucket,
  };
}
