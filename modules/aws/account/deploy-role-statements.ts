import type { Names } from "../../names";
import type { Statement } from "../access/policy";

/** Where the Terraform states are that the role may change. */
export interface DeployState {
  /** Bucket of the states. */
  readonly bucketName: string;
  /** DynamoDB table of the locks. */
  readonly tableName: string;
  /** KMS key of bucket and table. */
  readonly keyArn: string;
  /** The states' object keys in the bucket, one for each stack. */
  readonly stateKeys: readonly string[];
  /** Region of bucket and table. @default - the stack's region */
  readonly region?: string;
}

/** The ECS services that are deployed. */
export interface DeployedServices {
  readonly names: Names;
  /** The ECS cluster of the services. */
  readonly clusterName: string;
  /** The ECS services, by name. */
  readonly serviceNames: readonly string[];
  /** The execution and task roles that a new task definition may name. */
  readonly passRoleArns: readonly string[];
}

/** Reading and writing the given states, with their locks. */
export function stateStatements(names: Names, state: DeployState): Statement[] {
  const { bucketName, tableName, keyArn, stateKeys, region = names.region } = state;
  const bucketArn = names.arn("s3", bucketName);
  return [
    {
      sid: "FindState",
      actions: ["s3:ListBucket"],
      resources: [bucketArn],
      // Terraform first lists its workspaces, which it keeps under "env:/".
      conditions: [{ test: "StringEquals", variable: "s3:prefix", values: ["env:/", ...stateKeys] }],
    },
    {
      sid: "State",
      // The tags of a version say who saved it.
      actions: ["s3:GetObject", "s3:PutObject", "s3:PutObjectVersionTagging"],
      resources: stateKeys.map((key) => `${bucketArn}/${key}`),
    },
    {
      sid: "StateLockFile",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: stateKeys.map((key) => `${bucketArn}/${key}.tflock`),
    },
    {
      sid: "StateLock",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
      resources: [`arn:aws:dynamodb:${region}:${names.accountId}:table/${tableName}`],
      conditions: [
        {
          test: "ForAllValues:StringEquals",
          variable: "dynamodb:LeadingKeys",
          // Terraform keeps the lock under the state's path, and the state's digest under the same path with "-md5".
          values: stateKeys.flatMap((key) => [`${bucketName}/${key}`, `${bucketName}/${key}-md5`]),
        },
      ],
    },
    {
      sid: "FindStateKey",
      actions: ["kms:ListAliases"],
      // The stack finds its state's key by alias, and listing aliases cannot be limited to one.
      resources: ["*"],
    },
    { sid: "DescribeStateKey", actions: ["kms:DescribeKey"], resources: [keyArn] },
    {
      sid: "StateKey",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [keyArn],
      conditions: [
        {
          test: "StringEquals",
          variable: "kms:ViaService",
          values: [`s3.${region}.amazonaws.com`, `dynamodb.${region}.amazonaws.com`],
        },
      ],
    },
  ];
}

/** Deploying new task definitions to the given services. */
export function serviceStatements({ names, clusterName, serviceNames, passRoleArns }: DeployedServices): Statement[] {
  return [
    {
      sid: "TaskDefinitions",
      actions: ["ecs:RegisterTaskDefinition", "ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition"],
      // ECS has no finer resource for these. The roles below limit what a task may do.
      resources: ["*"],
    },
    {
      sid: "TagTaskDefinitions",
      actions: ["ecs:TagResource"],
      resources: [names.arn("ecs", `task-definition/${names.prefix}-*`)],
      conditions: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RegisterTaskDefinition"] }],
    },
    {
      sid: "Services",
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      resources: serviceNames.map((service) => names.arn("ecs", `service/${clusterName}/${service}`)),
    },
    {
      sid: "TaskRoles",
      actions: ["iam:PassRole"],
      resources: [...passRoleArns],
      conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] }],
    },
  ];
}
