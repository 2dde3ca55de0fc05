import { importedByGoogle } from "./import-ids-google";

/**
 * Terraform's import id for resources whose name we choose, from the attributes in a plan; `{account}` and `{region}` are the provider's,
 * `{cluster/}` is what follows the last slash,
 * `{?:qualifier}` is `:` and the qualifier if there is one. From the `Import` section of each resource's page in the AWS provider's documentation.
 */
export const importedBy: Readonly<Record<string, string>> = {
  ...importedByGoogle,
  aws_api_gateway_base_path_mapping: "{domain_name}/",
  aws_api_gateway_domain_name: "{domain_name}",
  aws_api_gateway_gateway_response: "{rest_api_id}/{response_type}",
  aws_api_gateway_integration: "{rest_api_id}/{resource_id}/{http_method}",
  aws_api_gateway_integration_response: "{rest_api_id}/{resource_id}/{http_method}/{status_code}",
  aws_api_gateway_method: "{rest_api_id}/{resource_id}/{http_method}",
  aws_api_gateway_method_response: "{rest_api_id}/{resource_id}/{http_method}/{status_code}",
  aws_api_gateway_model: "{rest_api_id}/{name}",
  aws_api_gateway_stage: "{rest_api_id}/{stage_name}",
  aws_apigatewayv2_domain_name: "{domain_name}",
  aws_apigatewayv2_stage: "{api_id}/{name}",
  aws_appautoscaling_policy: "{service_namespace}/{resource_id}/{scalable_dimension}/{name}",
  aws_appautoscaling_target: "{service_namespace}/{resource_id}/{scalable_dimension}",
  aws_backup_vault: "{name}",
  aws_budgets_budget: "{account}:{name}",
  aws_cloudtrail: "arn:aws:cloudtrail:{region}:{account}:trail/{name}",
  aws_cloudwatch_dashboard: "{dashboard_name}",
  aws_cloudwatch_event_rule: "{name}",
  aws_cloudwatch_log_delivery_destination: "{name}",
  aws_cloudwatch_log_delivery_source: "{name}",
  aws_cloudwatch_log_group: "{name}",
  aws_cloudwatch_metric_alarm: "{alarm_name}",
  aws_codebuild_project: "{name}",
  aws_codebuild_report_group: "arn:aws:codebuild:{region}:{account}:report-group/{name}",
  aws_cognito_user_group: "{user_pool_id}/{name}",
  aws_cognito_user_pool_domain: "{domain}",
  aws_db_instance: "{identifier}",
  aws_db_parameter_group: "{name}",
  aws_db_subnet_group: "{name}",
  aws_dynamodb_table: "{name}",
  aws_ecr_repository: "{name}",
  aws_ecs_cluster: "{name}",
  aws_ecs_service: "{cluster/}/{name}",
  aws_eks_access_entry: "{cluster_name}:{principal_arn}",
  aws_eks_access_policy_association: "{cluster_name}#{principal_arn}#{policy_arn}",
  aws_eks_addon: "{cluster_name}:{addon_name}",
  aws_eks_cluster: "{name}",
  aws_eks_node_group: "{cluster_name}:{node_group_name}",
  aws_elasticache_parameter_group: "{name}",
  aws_elasticache_replication_group: "{replication_group_id}",
  aws_elasticache_subnet_group: "{name}",
  aws_elasticache_user: "{user_id}",
  aws_elasticache_user_group: "{user_group_id}",
  aws_iam_instance_profile: "{name}",
  aws_iam_openid_connect_provider: "arn:aws:iam::{account}:oidc-provider/{url/}",
  aws_iam_policy: "arn:aws:iam::{account}:policy/{name}",
  aws_iam_role: "{name}",
  aws_iam_user: "{name}",
  aws_kinesis_firehose_delivery_stream: "arn:aws:firehose:{region}:{account}:deliverystream/{name}",
  aws_kms_alias: "{name}",
  aws_lambda_alias: "{function_name}/{name}",
  aws_lambda_function: "{function_name}",
  aws_lambda_permission: "{function_name}{?:qualifier}/{statement_id}",
  aws_rds_cluster: "{cluster_identifier}",
  aws_rds_cluster_instance: "{identifier}",
  aws_rds_cluster_parameter_group: "{name}",
  aws_route: "{route_table_id}_{destination_cidr_block}",
  aws_route53_record: "{zone_id}_{name}_{type}{?_set_identifier}",
  aws_route_table_association: "{subnet_id}/{route_table_id}",
  aws_s3_bucket: "{bucket}",
  aws_scheduler_schedule: "default/{name}",
  aws_sns_topic: "arn:aws:sns:{region}:{account}:{name}",
  aws_sqs_queue: "https://sqs.{region}.amazonaws.com/{account}/{name}",
  aws_ssm_parameter: "{name}",
  aws_xray_sampling_rule: "{rule_name}",
};

/** The import id of a planned resource; nothing if the service makes it, or if the plan does not know an attribute yet. */
export function importId(type: string, attributes: Readonly<Record<string, unknown>>): string | undefined {
  let known = true;
  const id = importedBy[type]?.replace(
    /\{(\?.)?(\w+)(\/?)\}/g,
    (_, before: string | undefined, name: string, last: string) => {
      const value = attributes[name];
      const isThere = typeof value === "string" && value !== "";
      if (before) return isThere ? `${before.slice(1)}${value}` : "";
      if (!isThere) known = false;
      return last ? (String(value).split("/").at(-1) ?? "") : String(value);
    },
  );
  return known ? id : undefined;
}
