import type { Construct } from "constructs";
import { EncryptionKey } from "../../modules/aws/access/encryption-key";
import { AccountDefaults } from "../../modules/aws/account/account-defaults";
import { AuditTrail, type AuditTrailProps, type DataEvents } from "../../modules/aws/account/audit-trail";
import type { PlatformSettings } from "../../settings/schema";
import type { AccountContext } from "./context";

type Settings = PlatformSettings["account"];

/** Where the audit trail records access to itself, and where it is copied to. */
export type AccountResourceInputs = Pick<AuditTrailProps, "accessLogs" | "replication">;

/** What an account has once, so that no second stack of the same account may make it. */
export function addAccountResources(
  stack: Construct,
  settings: Settings,
  context: AccountContext,
  inputs: AccountResourceInputs,
): { readonly defaults: AccountDefaults; readonly trail?: AuditTrail } {
  const { names, destroyable, deletionWindowDays } = context;
  const defaults = new AccountDefaults(stack, "defaults", {
    names,
    githubOidc: settings.github_oidc,
    ebsEncryption: settings.ebs_encryption,
    publicAccessBlock: settings.public_access_block,
    apiGatewayLogRole: settings.api_gateway_log_role,
  });
  if (!settings.audit_trail.enabled) return { defaults };

  const { keyArn } = new EncryptionKey(stack, "audit-key", {
    names,
    name: "audit",
    description: "The audit trail of the account",
    services: ["cloudtrail.amazonaws.com", `logs.${settings.region}.amazonaws.com`],
    deletionWindowDays,
  });
  const trail = new AuditTrail(stack, "audit-trail", {
    names,
    keyArn,
    retentionDays: settings.audit_trail.retention_days,
    dataEvents: dataEvents(settings),
    destroyable,
    ...inputs,
  });
  return { defaults, trail };
}

/** The name prefixes of the settings as prefixes of ARNs. */
function dataEvents({ account_id, region, audit_trail }: Settings): DataEvents {
  const { buckets, functions, regions = [region] } = audit_trail.data_events;
  return {
    buckets: buckets.map((prefix) => `arn:aws:s3:::${prefix}`),
    functions: regions.flatMap((where) =>
      functions.map((prefix) => `arn:aws:lambda:${where}:${account_id}:function:${prefix}`),
    ),
  };
}
