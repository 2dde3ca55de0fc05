import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import type { States } from "./plan-statements";
import { writeStates } from "./write-states";

/** Services of which stacks make something, each whole: a list of actions would be longer than IAM takes (docs/decisions/pipeline-roles.md). */
const services = [
  "acm",
  "apigateway",
  "application-autoscaling",
  "backup",
  "backup-storage",
  "budgets",
  "cloudfront",
  "cloudwatch",
  "codebuild",
  "cognito-idp",
  "ec2",
  "ecr",
  "ecs",
  "eks",
  "elasticache",
  "elasticfilesystem",
  "elasticloadbalancing",
  "events",
  "firehose",
  "kms",
  "lambda",
  "logs",
  "rds",
  "route53",
  "scheduler",
  "secretsmanager",
  "servicediscovery",
  "sns",
  "sqs",
  "ssm",
  "wafv2",
  "xray",
];

/** Services to which stacks pass roles. */
const passedTo = [
  "backup",
  "codebuild",
  "ec2",
  "ecs-tasks",
  "eks",
  "firehose",
  "lambda",
  "logs",
  "monitoring.rds",
  "s3",
  "scheduler",
  "vpc-flow-logs",
].map((service) => `${service}.amazonaws.com`);

/** Policies of AWS that stacks attach to their roles, below `arn:aws:iam::aws:policy/`. */
const attached = [
  "AmazonEBSCSIDriverPolicyV2",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKS*",
  "CloudWatchAgentServerPolicy",
  "service-role/AWSBackupServiceRolePolicyFor*",
  "service-role/AmazonRDSEnhancedMonitoringRole",
].map((policy) => `arn:aws:iam::aws:policy/${policy}`);

/** What a pipeline may do that applies the stacks of an environment. Its permissions boundary takes the keys of the house away. */
export function infrastructureStatements(
  names: Names,
  roleNames: readonly string[],
  boundaryArn: string,
  states?: States,
): Statement[] {
  const roles = roleNames.map((pattern) => names.arn("iam", `role/${pattern}`));
  const bound = { test: "StringEquals", variable: "iam:PermissionsBoundary", values: [boundaryArn] };
  return [
    { sid: "Services", actions: services.map((service) => `${service}:*`), resources: ["*"] },
    {
      sid: "Buckets",
      actions: ["s3:*"],
      notResources: [names.arn("s3", `${names.name}-*`)],
    },
    {
      sid: "Tables",
      actions: ["dynamodb:*"],
      notResources: [`arn:aws:dynamodb:*:${names.accountId}:table/${names.name}-*`],
    },
    {
      sid: "Looks",
      actions: [
        "bedrock:Get*",
        "ce:ListCostAllocationTags",
        "cloudtrail:DescribeTrails",
        "codeconnections:GetConnection",
        "codeconnections:PassConnection",
        "iam:Get*",
        "iam:List*",
        "servicequotas:Get*",
        "tag:Get*",
      ],
      resources: ["*"],
    },
    {
      sid: "MakeRoles",
      actions: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
      resources: roles,
      conditions: [bound],
    },
    {
      sid: "AttachPolicies",
      actions: ["iam:AttachRolePolicy"],
      resources: roles,
      conditions: [bound, { test: "ArnLike", variable: "iam:PolicyARN", values: attached }],
    },
    {
      sid: "ChangeRoles",
      actions: [
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      resources: roles,
    },
    {
      sid: "PassRoles",
      actions: ["iam:PassRole"],
      resources: roles,
      conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: passedTo }],
    },
    {
      sid: "ServiceLinkedRoles",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [names.arn("iam", "role/aws-service-role/*")],
    },
    {
      // The provider of a cluster on EKS, by which its pods take roles.
      sid: "ClusterIdentities",
      actions: [
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ],
      resources: [names.arn("iam", "oidc-provider/oidc.eks.*.amazonaws.com/*")],
    },
    ...(states ? writeStates(names, states) : []),
  ];
}
