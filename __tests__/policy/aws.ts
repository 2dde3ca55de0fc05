import type { Body, Rule } from "./rule";

/** What holds for AWS resources that containers, clusters, databases and networks are made of. */

export const encryption: Rule[] = [
  { type: "aws_backup_vault", must: "have a KMS key", holds: ({ kms_key_arn }) => kms_key_arn },
  { type: "aws_cloudtrail", must: "have a KMS key", holds: ({ kms_key_id }) => kms_key_id },
  { type: "aws_cloudwatch_log_group", must: "have a KMS key", holds: ({ kms_key_id }) => kms_key_id },
  {
    type: "aws_db_instance",
    must: "encrypt its storage",
    holds: ({ storage_encrypted, kms_key_id }) => storage_encrypted && kms_key_id,
  },
  {
    type: "aws_rds_cluster",
    must: "encrypt its storage",
    holds: ({ storage_encrypted, kms_key_id }) => storage_encrypted && kms_key_id,
  },
  {
    type: "aws_eks_cluster",
    must: "encrypt its secrets",
    holds: ({ encryption_config: e }) => e.resources.includes("secrets") && e.provider.key_arn,
  },
  {
    type: "aws_launch_template",
    must: "encrypt its disks",
    holds: ({ block_device_mappings: disks }) =>
      disks.every(({ ebs }: Body) => `${ebs.encrypted}` === "true" && ebs.kms_key_id),
  },
  {
    type: "aws_dynamodb_table",
    must: "have a KMS key",
    holds: ({ server_side_encryption: sse }) => sse.enabled && sse.kms_key_arn,
  },
  {
    type: "aws_ecr_repository",
    must: "have a KMS key",
    holds: ({ encryption_configuration: [e] }) => e.encryption_type === "KMS",
  },
  {
    type: "aws_efs_file_system",
    must: "have a KMS key",
    holds: ({ encrypted, kms_key_id }) => encrypted && kms_key_id,
  },
  {
    type: "aws_elasticache_replication_group",
    must: "encrypt at rest and in transit",
    holds: ({ at_rest_encryption_enabled, transit_encryption_enabled, kms_key_id }) =>
      `${at_rest_encryption_enabled}` === "true" && transit_encryption_enabled && kms_key_id,
  },
  { type: "aws_kms_key", must: "rotate", holds: ({ enable_key_rotation }) => enable_key_rotation },
  { type: "aws_sns_topic", must: "have a KMS key", holds: ({ kms_master_key_id }) => kms_master_key_id },
  { type: "aws_sqs_queue", must: "have a KMS key", holds: ({ kms_master_key_id }) => kms_master_key_id },
];

export const exposure: Rule[] = [
  { type: "aws_db_instance", must: "be private", holds: ({ publicly_accessible }) => publicly_accessible === false },
  {
    type: "aws_rds_cluster_instance",
    must: "be private",
    holds: ({ publicly_accessible }) => publicly_accessible === false,
  },
  {
    type: "aws_eks_cluster",
    must: "be reached from the VPC, and from the internet by named ranges only",
    holds: ({ vpc_config: v }) =>
      v.endpoint_private_access && (!v.endpoint_public_access || !v.public_access_cidrs.includes("0.0.0.0/0")),
  },
  {
    type: "aws_launch_template",
    must: "give credentials to the node alone",
    holds: ({ metadata_options: m }) => m.http_tokens === "required" && m.http_put_response_hop_limit === 1,
  },
  {
    type: "aws_default_security_group",
    must: "have no rule",
    holds: ({ ingress, egress }) => ingress.length + egress.length === 0,
  },
  {
    type: "aws_ecs_service",
    must: "have no public address",
    holds: ({ network_configuration: n }) => n.assign_public_ip === false,
  },
  {
    type: "aws_s3_bucket_public_access_block",
    must: "block all",
    holds: ({ block_public_acls: a, block_public_policy: b, ignore_public_acls: c, restrict_public_buckets: d }) =>
      a && b && c && d,
  },
  {
    type: "aws_subnet",
    must: "assign no public address",
    holds: ({ map_public_ip_on_launch }) => map_public_ip_on_launch === false,
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    must: "admit the internet to ports 80 and 443 only",
    holds: ({ cidr_ipv4, from_port }) => cidr_ipv4 !== "0.0.0.0/0" || [80, 443].includes(from_port),
  },
];

export const tls: Rule[] = [
  {
    type: "aws_lb_listener",
    must: "speak TLS 1.2 or newer, or redirect",
    holds: ({ protocol, ssl_policy, default_action: [action] }) =>
      protocol === "HTTPS" ? /TLS13/.test(ssl_policy) : action.redirect.protocol === "HTTPS",
  },
  {
    type: "aws_rds_cluster_parameter_group",
    must: "force TLS",
    holds: ({ parameter }) => parameter.some(({ name, value }: Body) => name === "rds.force_ssl" && value === "1"),
  },
  {
    type: "aws_db_parameter_group",
    must: "force TLS",
    holds: ({ parameter }) => parameter.some(({ name, value }: Body) => name === "rds.force_ssl" && value === "1"),
  },
];

/** Of protected environments. */
export const keepsData: Rule[] = [
  {
    type: "aws_db_instance",
    must: "refuse deletion",
    holds: (b) => b.deletion_protection && b.skip_final_snapshot === false && b.multi_az,
  },
  {
    type: "aws_rds_cluster",
    must: "refuse deletion",
    holds: (b) => b.deletion_protection && b.skip_final_snapshot === false,
  },
  { type: "aws_eks_cluster", must: "refuse deletion", holds: (b) => b.lifecycle.prevent_destroy },
  { type: "aws_dynamodb_table", must: "refuse deletion", holds: (b) => b.deletion_protection_enabled },
  { type: "aws_lb", must: "refuse deletion", holds: (b) => b.enable_deletion_protection },
  { type: "aws_s3_bucket", must: "refuse deletion with objects in it", holds: (b) => !b.force_destroy },
  { type: "aws_kms_key", must: "wait 30 days", holds: (b) => b.deletion_window_in_days === 30 },
];
