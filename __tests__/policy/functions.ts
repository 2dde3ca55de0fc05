import { resources, type StackJson } from "../stacks/synthesized";
import { Permissions } from "./permissions";
import type { Body, Offence } from "./rule";

/** Actions that change resources of the stack, or rights. */
const changes = [
  "cloudwatch:DeleteAlarms",
  "dynamodb:DeleteTable",
  "dynamodb:UpdateTable",
  "iam:AttachRolePolicy",
  "iam:PutRolePolicy",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "lambda:UpdateFunctionCode",
  "logs:DeleteLogGroup",
  "s3:DeleteBucket",
  "s3:PutBucketPolicy",
  "secretsmanager:PutResourcePolicy",
  "sns:SetTopicAttributes",
  "sqs:SetQueueAttributes",
  "sts:AssumeRole",
];

/** Functions that may change resources or rights. */
export function mayChangeNothing(stack: StackJson): Offence[] {
  return resources(stack, "aws_lambda_function").flatMap(({ address, body }) => {
    const permissions = new Permissions(stack, nameOf(stack, body.role));
    return changes
      .filter((action) => permissions.may(action))
      .map((action) => ({ address, must: `not be allowed ${action}` }));
  });
}

/** Functions that may not write their own log, or may write another. */
export function writesOwnLog(stack: StackJson): Offence[] {
  return resources(stack, "aws_lambda_function").flatMap(({ address, body }) => {
    const may = new Permissions(stack, nameOf(stack, body.role));
    const [, own] = /aws_cloudwatch_log_group\.([\w-]+)\.name/.exec((body as Body).logging_config.log_group) ?? [];
    return resources(stack, "aws_cloudwatch_log_group")
      .map((group) => group.address)
      .filter(
        (group) =>
          may.may("logs:PutLogEvents", `\${${group}.arn}:log-stream:1`) !==
          (group === `aws_cloudwatch_log_group.${own}`),
      )
      .map((group) => ({ address, must: `write its own log and no other, unlike ${group}` }));
  });
}

/** The name of a role of the stack, from a reference to it. */
function nameOf(stack: StackJson, role: unknown): string {
  const [, id = ""] = /aws_iam_role\.([\w-]+)\.arn/.exec(String(role)) ?? [];
  return String(stack.resource.aws_iam_role?.[id]?.name);
}
