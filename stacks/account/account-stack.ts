import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { StateBackend } from "../../modules/aws/account/state-backend";
import type { PlatformSettings } from "../../settings/schema";
import { useAwsProvider } from "../aws-shared/provider";
import { useBackend } from "../backend";
import { addOutputs } from "../outputs";
import { addAccountResources } from "./account-resources";
import { accountContext } from "./context";
import { addCopies } from "./copies";
import { addPipelines, addStateRoles } from "./pipelines";

/** The base of one environment: its state backend, and the resources that its AWS account has once. */
export class AccountStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["account"]) {
    super(scope, id);
    const context = accountContext(settings);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: context.system });

    const replication = addCopies(this, settings, context);
    const state = settings.state.cloud
      ? undefined
      : new StateBackend(this, "state", {
          names: context.names,
          noncurrentDays: settings.state_noncurrent_days,
          deletionProtection: settings.protected,
          replication,
        });
    const account = settings.owns_account
      ? addAccountResources(this, settings, context, { accessLogs: state?.accessLogs, replication })
      : undefined;
    const pipelines = addPipelines(this, settings, context, state);

    addOutputs(this, {
      github_oidc_provider_arn: account?.defaults.githubOidcProviderArn,
      audit_trail_arn: account?.trail?.trailArn,
      drift_role_arn: pipelines?.driftRoleArn,
      infrastructure_role_arn: pipelines?.infrastructureRoleArn,
      lock_table: state?.tableName,
      plan_role_arn: pipelines?.planRoleArn,
      state_bucket: state?.bucketName,
      state_key_arn: state?.keyArn,
      state_role_arns: addStateRoles(this, settings, context, state),
    });
  }
}
