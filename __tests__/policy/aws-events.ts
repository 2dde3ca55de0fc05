import type { Body, Rule } from "./rule";

/** What holds for AWS resources that the event-driven systems are made of. */

export const encryption: Rule[] = [
  { type: "aws_codebuild_project", must: "have a KMS key", holds: ({ encryption_key }) => encryption_key },
  { type: "aws_lambda_function", must: "have a KMS key for its environment", holds: ({ kms_key_arn }) => kms_key_arn },
  {
    type: "aws_scheduler_schedule",
    must: "have a KMS key for what it sends",
    holds: ({ kms_key_arn, target }) => kms_key_arn || !target.input,
  },
  { type: "aws_secretsmanager_secret", must: "have a KMS key", holds: ({ kms_key_id }) => kms_key_id },
];

export const exposure: Rule[] = [
  {
    type: "aws_lambda_function_url",
    must: "authenticate its callers",
    holds: ({ authorization_type }) => authorization_type === "AWS_IAM",
  },
  {
    type: "aws_lambda_permission",
    must: "name the source that may call",
    holds: ({ source_arn, source_account }) => source_arn || source_account,
  },
  {
    type: "aws_secretsmanager_secret_policy",
    must: "never be public",
    holds: ({ block_public_policy }) => block_public_policy === true,
  },
];

/** Failures are visible, and failed events are kept. */
export const failures: Rule[] = [
  {
    type: "aws_lambda_function",
    must: "be traced, log as JSON, and have a dead-letter queue",
    holds: ({ tracing_config: t, logging_config: l, dead_letter_config: d }) =>
      t.mode === "Active" && l.log_format === "JSON" && l.log_group && d.target_arn,
  },
  {
    type: "aws_lambda_event_source_mapping",
    must: "go on after a record that fails, and keep the record",
    holds: ({ event_source_arn, maximum_retry_attempts, destination_config: d, function_response_types: r }) =>
      // A queue keeps a message that fails, or moves it to its dead-letter queue.
      `${event_source_arn}`.includes("aws_sqs_queue") ||
      (maximum_retry_attempts >= 0 && d?.on_failure.destination_arn && r?.includes("ReportBatchItemFailures")),
  },
  {
    type: "aws_scheduler_schedule",
    must: "have a dead-letter queue",
    // A task that ECS could not start is an event of ECS.
    holds: ({ target }) => target.ecs_parameters || target.dead_letter_config?.arn,
  },
  {
    type: "aws_dynamodb_table",
    must: "be restorable to any second",
    holds: ({ point_in_time_recovery: p, replica }) =>
      p.enabled && (replica ?? []).every((copy: Body) => copy.point_in_time_recovery && copy.kms_key_arn),
  },
];

export const keepsData: Rule[] = [
  {
    type: "aws_secretsmanager_secret",
    must: "be restorable for a week at least",
    holds: ({ recovery_window_in_days: days }) => days === undefined || days >= 7,
  },
];
