import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AccountDefaults } from "../modules/aws/account-defaults";
import { AuditTrail } from "../modules/aws/audit-trail";
import { EncryptionKey } from "../modules/aws/encryption-key";
import { StateBackend } from "../modules/aws/state-backend";
import type { PlatformSettings } from "../settings/schema";
import { useAwsProvider } from "./aws-provider";
import { useBackend } from "./backend";
import { addOutputs } from "./outputs";
import { accountNames } from "./state-location";

/** The ground for one environment: its state backend, and what its AWS account has once. */
export class AccountStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["account"]) {
    super(scope, id);
    const names = accountNames(settings);
    useBackend(this, id, settings);
    useAwsProvider(this, id, settings, { system: names.system });

    const state = settings.state.cloud
      ? undefined
      : new StateBackend(this, "state", {
          names,
          noncurrentDays: settings.state_noncurrent_days,
          deletionProtection: settings.protected,
        });
    const account = settings.owns_account ? addAccount(this, settings) : undefined;

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
function addAccount(stack: TerraformStack, settings: PlatformSettings["account"]) {
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
    destroyable: !settings.protected,
  });
  return { defaults, trail };
}
