import * as watch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import { CodeBuildClient, UpdateProjectCommand } from "@aws-sdk/client-codebuild";
import * as tables from "@aws-sdk/client-dynamodb";
import * as iam from "@aws-sdk/client-iam";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import { SecretsManagerClient, UpdateSecretCommand } from "@aws-sdk/client-secrets-manager";
import * as sqs from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { WatchStage } from "./stage";

/** A change that a person makes in the console, and where it must be found. */
export interface ByHand {
  readonly address: string;
  readonly attribute: RegExp;
  readonly change: () => Promise<unknown>;
}

/** The stack's JSON, as far as the changes need it. */
export interface Synthesized {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
}

/** 20 changes by hand of aws-codebuild-local, each of another kind, through the clients that people's tools use. */
export async function changesByHand(config: WatchStage["config"], { resource }: Synthesized): Promise<ByHand[]> {
  const named = (type: string, part: string) => {
    const [name, body] = Object.entries(resource[type] ?? {}).find(([key]) => key.startsWith(part)) ?? [];
    if (!name || !body) throw new Error(`expected ${type}.${part}…`);
    return { address: `${type}.${name}`, body };
  };
  const text = (type: string, part: string, key: string) => named(type, part).body[key] as string;
  const at = (type: string, part: string, attribute: RegExp, change: () => Promise<unknown>): ByHand => ({
    address: named(type, part).address,
    attribute,
    change,
  });

  const alarms = new watch.CloudWatchClient(config);
  const groups = new logs.CloudWatchLogsClient(config);
  const dynamodb = new tables.DynamoDBClient(config);
  const roles = new iam.IAMClient(config);
  const functions = new lambda.LambdaClient(config);
  const buckets = new s3.S3Client({ ...config, forcePathStyle: true });
  const queues = new sqs.SQSClient(config);
  const secrets = new SecretsManagerClient(config);

  const alarm = (part: string) => text("aws_cloudwatch_metric_alarm", part, "alarm_name");
  const threshold = async () => {
    const { MetricAlarms: [found] = [] } = await alarms.send(
      new watch.DescribeAlarmsCommand({ AlarmNames: [alarm("monitoring_coverage")] }),
    );
    await alarms.send(new watch.PutMetricAlarmCommand({ ...found, Threshold: 1 } as watch.PutMetricAlarmInput));
  };
  const queue = async (part: string) =>
    (await queues.send(new sqs.GetQueueUrlCommand({ QueueName: text("aws_sqs_queue", part, "name") }))).QueueUrl;
  const [submit, poller, events] = ["submit", "poller", "events"].map((part) =>
    text("aws_lambda_function", `${part}_function`, "function_name"),
  ) as [string, string, string];
  const role = (part: string) => text("aws_iam_role", part, "name");
  const bucket = { Bucket: text("aws_s3_bucket", "artifacts_bucket", "bucket") };
  const allowAll = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
  });

  return [
    at("aws_cloudwatch_metric_alarm", "monitoring_coverage", /^threshold$/, threshold),
    at("aws_cloudwatch_metric_alarm", "monitoring_build-duration", /^gone$/, () =>
      alarms.send(new watch.DeleteAlarmsCommand({ AlarmNames: [alarm("monitoring_build-duration")] })),
    ),
    at("aws_cloudwatch_log_group", "events_log", /^retention_in_days$/, () =>
      groups.send(
        new logs.PutRetentionPolicyCommand({
          logGroupName: text("aws_cloudwatch_log_group", "events_log", "name"),
          retentionInDays: 1,
        }),
      ),
    ),
    at("aws_sqs_queue", "poller_dead-letters", /^message_retention_seconds$/, async () =>
      queues.send(
        new sqs.SetQueueAttributesCommand({
          QueueUrl: await queue("poller_dead-letters"),
          Attributes: { MessageRetentionPeriod: "60" },
        }),
      ),
    ),
    at("aws_sqs_queue", "submit_dead-letters", /^tags\.ByHand$/, async () =>
      queues.send(new sqs.TagQueueCommand({ QueueUrl: await queue("submit_dead-letters"), Tags: { ByHand: "yes" } })),
    ),
    at("aws_sqs_queue_policy", "events_dead-letters-policy", /^policy\b/, async () =>
      queues.send(
        new sqs.AddPermissionCommand({
          QueueUrl: await queue("events_dead-letters"),
          Label: "ByHand",
          AWSAccountIds: ["111111111111"],
          Actions: ["SendMessage"],
        }),
      ),
    ),
    at("aws_dynamodb_table", "locks_table", /^point_in_time_recovery\b/, () =>
      dynamodb.send(
        new tables.UpdateContinuousBackupsCommand({
          TableName: text("aws_dynamodb_table", "locks_table", "name"),
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
        }),
      ),
    ),
    at("aws_dynamodb_table", "work-items_table", /^deletion_protection_enabled$/, () =>
      dynamodb.send(
        new tables.UpdateTableCommand({
          TableName: text("aws_dynamodb_table", "work-items_table", "name"),
          DeletionProtectionEnabled: true,
        }),
      ),
    ),
    at("aws_iam_role_policy", "events_role_policy", /^policy\b/, () =>
      roles.send(
        new iam.PutRolePolicyCommand({
          RoleName: role("events_role"),
          PolicyName: "permissions",
          PolicyDocument: allowAll,
        }),
      ),
    ),
    at("aws_iam_role", "schedule_role", /^assume_role_policy\b/, () =>
      roles.send(
        new iam.UpdateAssumeRolePolicyCommand({
          RoleName: role("schedule_role"),
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "111111111111" } }],
          }),
        }),
      ),
    ),
    at("aws_iam_role", "poller_role", /^tags\.ByHand$/, () =>
      roles.send(new iam.TagRoleCommand({ RoleName: role("poller_role"), Tags: [{ Key: "ByHand", Value: "yes" }] })),
    ),
    at("aws_lambda_function", "submit_function", /^memory_size$/, () =>
      functions.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName: submit, MemorySize: 3008 })),
    ),
    at("aws_lambda_function", "poller_function", /^timeout$/, () =>
      functions.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName: poller, Timeout: 3 })),
    ),
    at("aws_lambda_function_event_invoke_config", "events_", /^maximum_retry_attempts$/, () =>
      functions.send(
        new lambda.PutFunctionEventInvokeConfigCommand({
          FunctionName: events,
          Qualifier: "live",
          MaximumRetryAttempts: 0,
          MaximumEventAgeInSeconds: 3600,
        }),
      ),
    ),
    at("aws_s3_bucket_versioning", "artifacts_versioning", /^versioning_configuration\.0\.status$/, () =>
      buckets.send(new s3.PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: "Suspended" } })),
    ),
    at("aws_s3_bucket_public_access_block", "artifacts_public-access", /^gone$/, () =>
      buckets.send(new s3.DeletePublicAccessBlockCommand(bucket)),
    ),
    at("aws_s3_bucket_policy", "artifacts_policy", /^policy\b/, () =>
      buckets.send(
        new s3.PutBucketPolicyCommand({
          ...bucket,
          Policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket.Bucket}/*` },
            ],
          }),
        }),
      ),
    ),
    at("aws_secretsmanager_secret", "github-token_secret", /^description$/, () =>
      secrets.send(
        new UpdateSecretCommand({
          SecretId: text("aws_secretsmanager_secret", "github-token_secret", "name"),
          Description: "by hand",
        }),
      ),
    ),
    at("aws_ssm_parameter", "configuration_feature_flags", /^insecure_value\b/, () =>
      new SSMClient(config).send(
        new PutParameterCommand({
          Name: text("aws_ssm_parameter", "configuration_feature_flags", "name"),
          Value: '{"byHand":true}',
          Overwrite: true,
        }),
      ),
    ),
    at("aws_codebuild_project", "project-worker_project", /^build_timeout$/, () =>
      new CodeBuildClient(config).send(
        new UpdateProjectCommand({
          name: text("aws_codebuild_project", "project-worker_project", "name"),
          timeoutInMinutes: 480,
        }),
      ),
    ),
  ];
}
