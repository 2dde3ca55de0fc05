import { relative } from "node:path";
import { type PlanOptions, variableArguments } from "../plan/plan";
import { readPlan } from "../plan/plan-file";
import { member, type ResourceChange } from "../plan/plan-json";
import { shellQuote, shellWord } from "../process/shell";
import type { Diagnostic } from "../progress/diagnostic";
import { TerraformError } from "../terraform/diagnostics";
import type { Workspace } from "../terraform/workspace";

/** The words with which services report that a name is already in use. */
const exists =
  /AlreadyExists|AlreadyOwnedByYou|BucketAlreadyExists|already exists|AlreadyInUse|Duplicate(?!d)|ResourceInUseException|ResourceConflictException/i;

/**
 * The attributes of which Terraform's import id is made, for resources whose name we choose. For others the service makes the id. From
 * the `Import` section of each resource's page in the AWS provider's documentation.
 */
const importedBy: Readonly<Record<string, string>> = {
  aws_backup_vault: "name",
  aws_cloudwatch_dashboard: "dashboard_name",
  aws_cloudwatch_event_rule: "name",
  aws_cloudwatch_log_group: "name",
  aws_cloudwatch_metric_alarm: "alarm_name",
  aws_codebuild_project: "name",
  aws_db_instance: "identifier",
  aws_db_parameter_group: "name",
  aws_db_subnet_group: "name",
  aws_dynamodb_table: "name",
  aws_ecr_repository: "name",
  aws_ecs_cluster: "name",
  aws_eks_access_entry: "cluster_name:principal_arn",
  aws_eks_addon: "cluster_name:addon_name",
  aws_eks_cluster: "name",
  aws_eks_node_group: "cluster_name:node_group_name",
  aws_elasticache_parameter_group: "name",
  aws_elasticache_replication_group: "replication_group_id",
  aws_elasticache_subnet_group: "name",
  aws_elasticache_user: "user_id",
  aws_elasticache_user_group: "user_group_id",
  aws_iam_instance_profile: "name",
  aws_iam_role: "name",
  aws_iam_user: "name",
  aws_kms_alias: "name",
  aws_lambda_function: "function_name",
  aws_rds_cluster: "cluster_identifier",
  aws_rds_cluster_instance: "identifier",
  aws_rds_cluster_parameter_group: "name",
  aws_s3_bucket: "bucket",
  aws_ssm_parameter: "name",
  aws_xray_sampling_rule: "rule_name",
};

/** A resource that exists under its planned name but is not in the state: a killed apply can leave one. */
export interface Orphan {
  readonly address: string;
  /** The id for `terraform import`, if it is known from the name. */
  readonly importId?: string;
}

/** An apply failed because resources exist that are not in the state. */
export class OrphansError extends TerraformError {
  constructor(
    { command, diagnostics }: TerraformError,
    readonly orphans: readonly Orphan[],
    workspace: Workspace,
  ) {
    super(command, diagnostics, adviceOn(orphans, workspace));
  }
}

/** Finds the orphans that the errors of an apply name. Its plan must still exist. */
export async function findOrphans(workspace: Workspace, errors: readonly Diagnostic[]): Promise<Orphan[]> {
  const addresses = errors
    .filter(({ summary, detail }) => exists.test(`${summary}\n${detail ?? ""}`))
    .map((it) => it.address);
  const orphans = [...new Set(addresses.filter((address) => address !== undefined))];
  if (orphans.length === 0) return [];
  const { resource_changes: planned = [] } = await readPlan(workspace);
  return orphans.map((address) => ({
    address,
    importId: importId(planned.find((resource) => resource.address === address)),
  }));
}

/** Imports the orphans whose import id is known. Returns whether there was one. */
export async function adopt(
  workspace: Workspace,
  orphans: readonly Orphan[],
  { vars = {}, progress }: PlanOptions,
): Promise<boolean> {
  const { id: stack, terraform } = workspace;
  const options = ["-input=false", "-no-color", ...variableArguments(workspace, vars)];
  const known = orphans.filter(({ importId }) => importId !== undefined);
  for (const { address, importId = "" } of known) {
    progress.report({ stack, type: "note", text: `importing ${address} (${importId}), which exists already` });
    await terraform.run(["import", ...options, address, importId]);
  }
  return known.length > 0;
}

function adviceOn(orphans: readonly Orphan[], { id, dir, env }: Workspace): string {
  const folder = relative(process.cwd(), dir) || ".";
  const terraform = env.TERRAFORM_BINARY_NAME || "terraform";
  const lines = orphans.map(({ address, importId }) =>
    importId
      ? `  ${shellWord(terraform)} -chdir=${shellWord(folder)} import ${shellQuote(address)} ${shellQuote(importId)}`
      : `  ${address}: look up its id and import it, or delete it`,
  );
  return [
    `${orphans.length} resources exist but are not in the state of ${id}, as a killed apply leaves them. To adopt them (npm run deploy -- ${id} --adopt runs the imports):`,
    ...lines,
    `Resources without a name of their own (networks, keys, certificates) may have been created twice without an error: the first one is not in the state either, and has the tag Stack=${id} as well.`,
  ].join("\n");
}

function importId(resource: ResourceChange | undefined): string | undefined {
  const attributes = importedBy[resource?.type ?? ""];
  const parts = attributes?.split(":").map((attribute) => member(resource?.change.after, attribute));
  return parts?.every((part) => typeof part === "string") ? parts.join(":") : undefined;
}
