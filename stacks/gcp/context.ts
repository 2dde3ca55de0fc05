import type { TerraformStack } from "cdktf";
import { EncryptionKey } from "../../modules/gcp/access/encryption-key";
import { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { runbooks, type StackContext } from "../context";
import { labels } from "./provider";

/** What every part of the Google Cloud stack is made with. */
export interface GcpContext extends StackContext {
  /** KMS key that encrypts stored data; undefined where the settings leave encryption to Google's own keys. */
  readonly keyId?: string;
  /** Labels of resources that the provider's default labels do not reach. */
  readonly labels: Readonly<Record<string, string>>;
  /** Days that logs are kept. */
  readonly logDays: number;
  /** Whether stored data is deleted with the stack. */
  readonly destroyable: boolean;
}

/** Makes the names of the stack and its KMS key. */
export function addGcpContext(stack: TerraformStack, settings: PlatformSettings["gcp"]): GcpContext {
  const { system, environment, project: accountId, location: region, log_days: logDays } = settings;
  const names = new Names({ name: settings.name, environment, accountId, region, runbooks: runbooks(stack, settings) });
  return {
    system,
    environment,
    platform: "gcp",
    names,
    keyId: settings.customer_managed_keys ? addKey(stack, settings, names) : undefined,
    labels: labels(stack, settings),
    logDays,
    destroyable: !settings.protected,
  };
}

function addKey(stack: TerraformStack, settings: PlatformSettings["gcp"], names: Names): string {
  return new EncryptionKey(stack, "key", {
    names,
    name: "data",
    projectNumber: settings.project_number,
    services: [
      "artifact-registry",
      ...(settings.database ? (["cloud-sql"] as const) : []),
      "memorystore",
      "pubsub",
      "secret-manager",
      "storage",
    ],
    protected: settings.protected,
  }).keyId;
}
