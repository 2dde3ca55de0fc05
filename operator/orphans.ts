import { relative } from "node:path";
import type { Diagnostic } from "./diagnostics";
import { readPlan } from "./plan";
import type { Workspace } from "./workspace";

/** How services say that something of this name is there already. */
const exists =
  /AlreadyExists|AlreadyOwnedByYou|BucketAlreadyExists|already exists|AlreadyInUse|Duplicate(?!d)|ResourceInUseException|ResourceConflictException/i;

/**
 * The attribute that Terraform imports a resource by, where the name that we chose is enough; for others the service made an id.
 * From the `Import` section of each resource's page in the AWS provider's documentation.
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
  aws_eks_cluster: "name",
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

interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly after: Readonly<Record<string, unknown>> | null };
}

/**
 * What to do about resources that are there but not in the state, as a killed apply leaves them: the command that adopts each.
 * Nothing when the errors are about something else.
 */
export async function orphanText(workspace: Workspace, errors: readonly Diagnostic[]): Promise<string | undefined> {
  const addresses = errors
    .filter(({ summary, detail }) => exists.test(`${summary}\n${detail ?? ""}`))
    .map((it) => it.address);
  const orphans = [...new Set(addresses.filter((address) => address !== undefined))];
  if (orphans.length === 0) return undefined;
  const { resource_changes: planned } = (await readPlan(workspace)) as { resource_changes: PlannedResource[] };
  const dir = relative(process.cwd(), workspace.dir) || ".";
  const terraform = workspace.env.TERRAFORM_BINARY_NAME || "terraform";
  const lines = orphans.map((address) => {
    const id = importId(planned.find((resource) => resource.address === address));
    return id
      ? `  ${terraform} -chdir=${dir} import '${address}' '${id}'`
      : `  ${address}: look up its id and import it, or delete it`;
  });
  return [
    `${orphans.length} resources exist but are not in the state of ${workspace.id}, as a killed apply leaves them. To adopt them:`,
    ...lines,
    `What needs no name of its own (networks, keys, certificates) may have been made twice, without an error: the first is not in the state either, and carries the tag Stack=${workspace.id} as well.`,
  ].join("\n");
}

function importId(resource: PlannedResource | undefined): string | undefined {
  const attribute = resource && importedBy[resource.type];
  const id = attribute ? resource.change.after?.[attribute] : undefined;
  return typeof id === "string" ? id : undefined;
}
