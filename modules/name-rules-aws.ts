import { hyphenated, lowercase, type NameRule, words } from "./name-rule";

/** The rules of AWS. Each limit is the one of the API's reference: the action and its parameter, unless another source is named. */
export const awsNameRules = {
  alarm: { max: 255, pattern: words }, // CloudWatch PutMetricAlarm: AlarmName
  api: { max: 128, pattern: words }, // API Gateway V2 CreateApi: Name; REST APIs take more
  autoscaling_policy: { max: 256, pattern: words }, // Application Auto Scaling PutScalingPolicy: PolicyName
  backup_plan: { max: 50, pattern: hyphenated }, // AWS Backup: BackupPlanName, RuleName, SelectionName
  backup_vault: { max: 50, pattern: hyphenated }, // AWS Backup CreateBackupVault: BackupVaultName
  budget: { max: 100, pattern: words }, // Budgets: BudgetName
  build_project: { max: 119, pattern: hyphenated }, // CodeBuild: 150; its report groups 128, of which "-coverage" takes 9
  cache: { max: 40, pattern: lowercase }, // ElastiCache CreateReplicationGroup: ReplicationGroupId; users and user groups alike
  cache_resource: { max: 255, pattern: lowercase }, // ElastiCache: names of parameter groups, subnet groups, snapshots
  cluster: { max: 100, pattern: hyphenated }, // EKS CreateCluster: name; ECS takes 255
  dashboard: { max: 255, pattern: hyphenated }, // CloudWatch PutDashboard: DashboardName
  database: { max: 63, pattern: lowercase }, // RDS: DBClusterIdentifier, DBInstanceIdentifier
  database_resource: { max: 255, pattern: lowercase }, // RDS: names of parameter groups, subnet groups, snapshots
  delivery_stream: { max: 64, pattern: words }, // Firehose CreateDeliveryStream: DeliveryStreamName
  distribution: { max: 128, pattern: words }, // CloudFront DistributionConfig: Comment
  distribution_access: { max: 64, pattern: words }, // CloudFront OriginAccessControlConfig: Name
  ecs: { max: 255, pattern: hyphenated }, // ECS: serviceName, family
  event_rule: { max: 64, pattern: words }, // EventBridge PutRule: Name
  firewall: { max: 128, pattern: hyphenated }, // WAFV2 CreateWebACL, CreateIPSet: Name
  firewall_log: { max: 512, pattern: /^aws-waf-logs-[a-zA-Z0-9-]+$/, before: "aws-waf-logs-" }, // WAF writes only where the name begins so.
  file_system: { max: 64, pattern: words }, // EFS CreateFileSystem: CreationToken
  function: { max: 64, pattern: hyphenated }, // Lambda CreateFunction: FunctionName
  iam_role: { max: 64, pattern: words }, // IAM CreateRole: RoleName
  iam_policy: { max: 128, pattern: words }, // IAM CreatePolicy: PolicyName
  key_alias: { max: 256, pattern: /^alias\/[a-zA-Z0-9/_-]+$/, before: "alias/" }, // KMS CreateAlias: AliasName
  launch_template: { max: 128, pattern: hyphenated }, // EC2 CreateLaunchTemplate: LaunchTemplateName
  load_balancer: { max: 32, pattern: hyphenated }, // Elastic Load Balancing CreateLoadBalancer: Name
  log_delivery: { max: 60, pattern: words }, // CloudWatch Logs PutDeliverySource, PutDeliveryDestination: name
  log_group: { max: 480, pattern: words }, // CloudWatch Logs CreateLogGroup: 512, of which a folder takes some
  log_filter: { max: 512, pattern: words }, // CloudWatch Logs PutMetricFilter, PutSubscriptionFilter: filterName
  node_group: { max: 37, pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]*-$/, after: "-" }, // EKS CreateNodegroup: 63, of which Terraform adds 26
  queue: { max: 80, pattern: hyphenated }, // SQS CreateQueue: QueueName
  registry: { max: 256, pattern: lowercase }, // ECR CreateRepository: repositoryName
  response_headers: { max: 128, pattern: words }, // CloudFront ResponseHeadersPolicyConfig: Name
  s3_bucket: { max: 63, pattern: lowercase, global: true }, // S3 bucket naming rules
  sampling_rule: { max: 32, pattern: words }, // X-Ray SamplingRule: RuleName
  schedule: { max: 64, pattern: hyphenated }, // EventBridge Scheduler CreateSchedule: Name
  security_group: { max: 255, pattern: words }, // EC2 CreateSecurityGroup: GroupName
  service_namespace: { max: 63 + ".internal".length, pattern: /^[a-z][a-z0-9-]*\.internal$/, after: ".internal" }, // Cloud Map: DNS labels
  sign_in_domain: { max: 63, pattern: lowercase, global: true }, // Cognito CreateUserPoolDomain: Domain
  table: { max: 255, pattern: hyphenated }, // DynamoDB CreateTable: TableName
  tag: { max: 256, pattern: words }, // EC2: value of the tag `Name`
  target_group: { max: 32, pattern: hyphenated }, // Elastic Load Balancing CreateTargetGroup: Name
  topic: { max: 256, pattern: hyphenated }, // SNS CreateTopic: Name
  trail: { max: 128, pattern: hyphenated }, // CloudTrail CreateTrail: Name
  user_pool: { max: 128, pattern: words }, // Cognito CreateUserPool: PoolName
} satisfies Record<string, NameRule>;
