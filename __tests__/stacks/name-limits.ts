/**
 * The longest names that services take, by the arguments of Terraform's resources that hold them: a second list, apart from the
 * rules of `modules/`, made from the services' own documents and the providers' checks.
 */
const byLength: Readonly<Record<number, string>> = {
  24: `
    azurerm_key_vault.name azurerm_storage_account.name`,
  30: `
    google_service_account.account_id`,
  32: `
    aws_lb.name aws_lb_target_group.name aws_xray_sampling_rule.rule_name azurerm_container_app.name
    azurerm_container_app_job.name google_iam_workload_identity_pool.workload_identity_pool_id`,
  37: `
    aws_eks_node_group.node_group_name_prefix`,
  40: `
    aws_elasticache_replication_group.replication_group_id aws_elasticache_user.user_id aws_elasticache_user.user_name
    aws_elasticache_user_group.user_group_id`,
  49: `
    google_cloud_run_v2_job.name google_cloud_run_v2_service.name google_cloud_run_v2_worker_pool.name`,
  50: `
    aws_backup_plan.name aws_backup_selection.name aws_backup_vault.name azurerm_app_configuration.name
    azurerm_container_registry.name azurerm_data_protection_backup_vault.name azurerm_servicebus_namespace.name`,
  53: `
    helm_release.name`,
  60: `
    aws_cloudwatch_log_delivery_destination.name aws_cloudwatch_log_delivery_source.name
    azurerm_container_app_environment.name azurerm_managed_redis.name google_billing_budget.display_name`,
  63: `
    aws_cognito_user_pool_domain.domain aws_db_instance.identifier aws_rds_cluster.cluster_identifier
    aws_rds_cluster_instance.identifier aws_s3_bucket.bucket aws_service_discovery_service.name
    azurerm_consumption_budget_resource_group.name azurerm_container_group.name azurerm_log_analytics_workspace.name
    azurerm_postgresql_flexible_server.name azurerm_public_ip.domain_name_label azurerm_user_assigned_identity.name
    google_artifact_registry_repository.repository_id google_certificate_manager_certificate.name
    google_certificate_manager_certificate_map.name google_certificate_manager_certificate_map_entry.name
    google_certificate_manager_dns_authorization.name google_compute_backend_service.name google_compute_firewall.name
    google_compute_global_address.name google_compute_global_forwarding_rule.name google_compute_network.name
    google_compute_region_network_endpoint_group.name google_compute_router.name google_compute_router_nat.name
    google_compute_security_policy.name google_compute_ssl_policy.name google_compute_subnetwork.name
    google_compute_target_http_proxy.name google_compute_target_https_proxy.name google_compute_url_map.name
    google_kms_crypto_key.name google_kms_key_ring.name google_memorystore_instance.instance_id
    google_network_connectivity_service_connection_policy.name google_sql_database_instance.name google_storage_bucket.name
    kubernetes_deployment_v1.metadata.name kubernetes_namespace_v1.metadata.name kubernetes_service_account_v1.metadata.name
    kubernetes_service_v1.metadata.name`,
  64: `
    aws_cloudfront_origin_access_control.name aws_cloudwatch_event_rule.name aws_efs_file_system.creation_token
    aws_iam_role.name aws_kinesis_firehose_delivery_stream.name aws_lambda_function.function_name
    aws_scheduler_schedule.name aws_xray_sampling_rule.service_name azurerm_private_endpoint.name
    azurerm_resource_group_template_deployment.name azurerm_virtual_network.name google_project_iam_custom_role.role_id`,
  80: `
    aws_sqs_queue.name azurerm_application_gateway.name azurerm_nat_gateway.name azurerm_network_security_group.name
    azurerm_public_ip.name azurerm_web_application_firewall_policy.name`,
  90: `
    azurerm_container_app_environment.infrastructure_resource_group_name azurerm_resource_group.name`,
  100: `
    aws_budgets_budget.name aws_eks_cluster.name google_logging_metric.name google_logging_project_bucket_config.bucket_id
    google_logging_project_exclusion.name google_logging_project_sink.name google_project_iam_custom_role.title
    google_service_account.display_name`,
  128: `
    aws_api_gateway_rest_api.name aws_apigatewayv2_api.name aws_cloudfront_distribution.comment
    aws_cloudfront_response_headers_policy.comment aws_cloudfront_response_headers_policy.name
    aws_codebuild_report_group.name aws_cognito_user_pool.name aws_launch_template.name aws_wafv2_ip_set.name
    aws_wafv2_web_acl.name`,
  150: `
    aws_codebuild_project.name`,
  253: `
    aws_service_discovery_private_dns_namespace.name azurerm_private_dns_zone.name kubernetes_config_map_v1.metadata.name
    kubernetes_horizontal_pod_autoscaler_v2.metadata.name kubernetes_persistent_volume_claim_v1.metadata.name
    kubernetes_pod_disruption_budget_v1.metadata.name`,
  255: `
    aws_cloudwatch_dashboard.dashboard_name aws_cloudwatch_metric_alarm.alarm_name aws_db_instance.final_snapshot_identifier
    aws_db_parameter_group.name aws_db_subnet_group.name aws_dynamodb_table.name aws_ecs_cluster.name aws_ecs_service.name
    aws_ecs_task_definition.family aws_elasticache_parameter_group.name
    aws_elasticache_replication_group.final_snapshot_identifier aws_elasticache_subnet_group.name
    aws_rds_cluster.final_snapshot_identifier aws_rds_cluster_parameter_group.name aws_security_group.name
    azurerm_application_insights.name azurerm_application_insights_standard_web_test.name
    azurerm_application_insights_workbook.display_name azurerm_monitor_action_group.name
    azurerm_monitor_diagnostic_setting.name azurerm_monitor_metric_alert.name
    azurerm_monitor_scheduled_query_rules_alert_v2.name google_pubsub_subscription.name google_pubsub_topic.name
    google_secret_manager_secret.secret_id`,
  256: `
    aws_appautoscaling_policy.name aws_ecr_repository.name aws_kms_alias.name aws_sns_topic.name`,
  512: `
    aws_cloudwatch_log_group.name aws_cloudwatch_log_metric_filter.log_group_name aws_cloudwatch_log_metric_filter.name
    aws_cloudwatch_log_subscription_filter.name aws_secretsmanager_secret.name aws_ssm_parameter.name
    azurerm_role_definition.name
    google_monitoring_alert_policy.display_name google_monitoring_notification_channel.display_name
    google_monitoring_uptime_check_config.display_name`,
};

/** The longest text of an argument that holds a name, by `<type>.<argument>`. */
export const nameLimits: ReadonlyMap<string, number> = new Map(
  Object.entries(byLength).flatMap(([length, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name): [string, number] => [name, Number(length)]),
  ),
);
