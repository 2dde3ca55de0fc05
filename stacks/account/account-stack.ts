import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { EncryptionKey } from "../../modules/aws/access/encryption-key";
import { AccountDefaults } from "../../modules/aws/account/account-defaults";
import { AuditTrail, type AuditTrailProps, type DataEvents } from "../../modules/aws/account/audit-trail";
import { StateBackend } from "../../modules/aws/account/state-backend";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import type { PlatformSettings } from "../../settings/schema";
import { useAwsProvider } from "../aws-shared/provider";
import { useBackend } from "../backend";
import { addOutputs } from "../outputs";
import { accountNames } from "../state-location";

/** The ground for one environment: its state backend, and what its AWS account has once. */
export class AccountStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["account"]) {
    super(scope, id);
    const names = accountNames(settings);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: names.system });

    const replication = settings.copy_region ? addCopies(this, settings, settings.copy_region) : undefined;
    const state = settings.state.cloud
      ? undefined
      : new StateBackend(this, "state", {
          names,
          noncurrentDays: settings.state_noncurrent_days,
          deletionProtection: settings.protected,
          replication,
        });
    const account = settings.owns_account
      ? addAccount(this, settings, { accessLogs: state?.accessLogs, replication })
      : undefined;

    addOutputs(this, {
      github_oidc_provider_arn: account?.defaults.githubOidcProviderArn,
      audit_trail_arn: account?.trail?.trailArn,
      lock_table: state?.tableName,
      state_bucket: state?.bucketName,
      state_key_arn: state?.keyArn,
    });
  }
}

/** What no second stack of the same account may make. */
function addAccount(
  stack: TerraformStack,
  settings: PlatformSettings["account"],
  guards: Pick<AuditTrailProps, "accessLogs" | "replication">,
) {
  const names = accountNames(settings);
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
    deletionWindowDays: settings.protected ? 30 : 7,
  });
  const trail = new AuditTrail(stack, "audit-trail", {
    names,
    keyArn,
    retentionDays: settings.audit_trail.retention_days,
    dataEvents: dataEvents(settings),
    destroyable: !settings.protected,
    ...guards,
  });
  return { defaults, trail };
}

/** The names of the settings as beginnings of ARNs. */
function dataEvents({ account_id, region, audit_trail }: PlatformSettings["account"]): DataEvents {
  const { buckets, functions, regions = [region] } = audit_trail.data_events;
  return {
    buckets: buckets.map((prefix) => `arn:aws:s3:::${prefix}`),
    functions: regions.flatMap((where) =>
      functions.map((prefix) => `arn:aws:lambda:${where}:${account_id}:function:${prefix}`),
    ),
  };
}

/** A bucket with a key of its own in another region, for copies of what must outlive this one. */
function addCopies(stack: TerraformStack, settings: PlatformSettings["account"], region: string) {
  const names = accountNames(settings);
  const provider = useAwsProvider(stack, settings, { system: names.system, region });
  const { keyArn } = new EncryptionKey(stack, "copies-key", {
    names,
    name: "copies",
    description: `Copies of the states and the audit trail of ${names.environment}`,
    provider,
    deletionWindowDays: settings.protected ? 30 : 7,
  });
  const { bucketArn } = new ObjectStore(stack, "copies", {
    names,
    name: "copies",
    keyArn,
    provider,
    destroyable: !settings.protected,
    lifecycle: { noncurrentDays: settings.state_noncurrent_days },
  });
  return { bucketArn, keyArn };
}
