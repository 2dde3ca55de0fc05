import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CreateSecurityGroupCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateClusterCommand, ECSClient } from "@aws-sdk/client-ecs";
import {
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  CreateBucketCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { ClientConfig } from "../support/emulator/client-config";
import { account, type Place, stack } from "./stack-files";

/** Those of `default_tags`. */
const defaultTags = {
  DataClass: "synthetic",
  Environment: "dev",
  ManagedBy: "terraform",
  Stack: stack,
  System: "shop",
};
const tags = Object.entries(defaultTags).map(([Key, Value]) => ({ Key, Value }));

const oldVersions: LifecycleRule = {
  ID: "old-versions",
  Status: "Enabled",
  Filter: { Prefix: "" },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  Expiration: { ExpiredObjectDeleteMarker: true },
  NoncurrentVersionExpiration: { NoncurrentDays: 90 },
};
const age: LifecycleRule = { ID: "age", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 90 } };

/**
 * Makes what the provider waits for once it has made it, as the stack describes it, and lets the first deploy import it: a load balancer and
 * the rules of buckets (a minute each), and what a cluster can start (ten seconds). What differs from the stack is put right by the deploy,
 * which then waits.
 *
 * @param file for the blocks that import, in the folder of the stack
 */
export async function makeBeforehand(config: ClientConfig, place: Place, file: string): Promise<void> {
  const group = await securityGroup(config, place);
  const ids = {
    "aws_security_group.load-balancer_security-group_80A0008E": group,
    "aws_lb.load-balancer_30A23327": await loadBalancer(config, place, group),
    "aws_ecs_cluster.cluster_A4C38409": await cluster(config),
    "aws_ecs_cluster_capacity_providers.cluster_capacity_BDCA409E": "shop-dev",
  };
  const artifacts = await bucket(config, "artifacts", [oldVersions]);
  const logs = await bucket(config, "logs", [oldVersions, age]);
  const buckets = {
    "aws_s3_bucket.artifacts_bucket_A41425E9": artifacts,
    "aws_s3_bucket.logs_bucket_5A22438C": logs,
    "aws_s3_bucket_lifecycle_configuration.artifacts_lifecycle_85D31407": artifacts,
    "aws_s3_bucket_lifecycle_configuration.logs_lifecycle_D0C871FB": logs,
  };
  mkdirSync(dirname(file), { recursive: true });
  const blocks = Object.entries({ ...ids, ...buckets }).map(([to, id]) => ({ to, id }));
  writeFileSync(file, JSON.stringify({ import: blocks }));
}

async function securityGroup(config: ClientConfig, { vpc }: Place): Promise<string> {
  const name = "shop-dev-load-balancer";
  const made = await new EC2Client(config).send(
    new CreateSecurityGroupCommand({
      GroupName: name,
      Description: "Load balancer: HTTP and HTTPS from clients",
      VpcId: vpc,
      TagSpecifications: [{ ResourceType: "security-group", Tags: [...tags, { Key: "Name", Value: name }] }],
    }),
  );
  return made.GroupId ?? "";
}

async function loadBalancer(config: ClientConfig, { subnets }: Place, group: string): Promise<string> {
  const balancers = new ElasticLoadBalancingV2Client(config);
  const { LoadBalancers: [{ LoadBalancerArn = "" } = {}] = [] } = await balancers.send(
    new CreateLoadBalancerCommand({
      Name: "shop-dev",
      Type: "application",
      Scheme: "internet-facing",
      Subnets: [...subnets],
      SecurityGroups: [group],
      Tags: tags,
    }),
  );
  // The emulator has no attribute that was not set.
  const attributes = {
    "access_logs.s3.enabled": true,
    "access_logs.s3.bucket": nameOf("logs"),
    "access_logs.s3.prefix": "load-balancer",
    "client_keep_alive.seconds": 3600,
    "connection_logs.s3.enabled": false,
    "connection_logs.s3.bucket": "",
    "routing.http.desync_mitigation_mode": "defensive",
    "routing.http.preserve_host_header.enabled": false,
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": false,
    "routing.http.xff_client_port.enabled": false,
    "routing.http.xff_header_processing.mode": "append",
    "routing.http2.enabled": true,
    "waf.fail_open.enabled": false,
    "zonal_shift.config.enabled": false,
    "routing.http.drop_invalid_header_fields.enabled": true,
    "idle_timeout.timeout_seconds": 60,
    "deletion_protection.enabled": false,
  };
  const Attributes = Object.entries(attributes).map(([Key, value]) => ({ Key, Value: String(value) }));
  await balancers.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
  return LoadBalancerArn;
}

async function cluster(config: ClientConfig): Promise<string> {
  const clusterName = "shop-dev";
  await new ECSClient(config).send(
    new CreateClusterCommand({
      clusterName,
      settings: [{ name: "containerInsights", value: "enabled" }],
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
      tags: Object.entries(defaultTags).map(([key, value]) => ({ key, value })),
    }),
  );
  return clusterName;
}

const nameOf = (purpose: string) => `shop-dev-${purpose}-${account}`;

async function bucket(config: ClientConfig, purpose: string, Rules: LifecycleRule[]): Promise<string> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const Bucket = nameOf(purpose);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tags } }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  return Bucket;
}
