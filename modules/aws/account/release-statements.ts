import { Fn } from "cdktf";
import type { Names } from "../../names";
import type { Statement } from "../access/policy";

/** What a release of services on ECS reads and sets. */
export interface ReleasedServices {
  /** The listener on which a release has its probe rules. */
  readonly listenerArn: string;
  /** The tag of those rules: no other may be made, changed or removed. */
  readonly probeTag: { readonly key: string; readonly value: string };
  /** The listener rules whose weights it shifts. @default - none: no blue/green */
  readonly ruleArns?: readonly string[];
  /** The scalable targets whose limits it holds. */
  readonly scalableTargetArns?: readonly string[];
  /** The task definitions that it runs, any revision. */
  readonly taskDefinitionArns?: readonly string[];
  /** The log groups of what it runs, by name. */
  readonly logGroups?: readonly string[];
}

/** Shifting requests between the sides of services, holding their replicas, running tasks, and reading what judges a release. */
export function releaseStatements(names: Names, clusterName: string, released: ReleasedServices): Statement[] {
  const {
    listenerArn,
    probeTag,
    ruleArns = [],
    scalableTargetArns = [],
    taskDefinitionArns = [],
    logGroups = [],
  } = released;
  const inCluster = [
    { test: "ArnEquals", variable: "ecs:cluster", values: [names.arn("ecs", `cluster/${clusterName}`)] },
  ];
  const tagged = (variable: string) => [{ test: "StringEquals", variable, values: [probeTag.value] }];
  const anyRule = `${Fn.replace(listenerArn, ":listener/", ":listener-rule/")}/*`;
  const statements: Statement[] = [
    { sid: "Weights", actions: ["elasticloadbalancing:ModifyRule"], resources: [...ruleArns] },
    {
      sid: "MakeProbeRules",
      actions: ["elasticloadbalancing:CreateRule"],
      resources: ruleArns.length > 0 ? [listenerArn] : [],
      conditions: tagged(`aws:RequestTag/${probeTag.key}`),
    },
    {
      sid: "TagProbeRules",
      actions: ["elasticloadbalancing:AddTags"],
      resources: ruleArns.length > 0 ? [anyRule] : [],
      conditions: [{ test: "StringEquals", variable: "elasticloadbalancing:CreateAction", values: ["CreateRule"] }],
    },
    {
      sid: "ProbeRules",
      actions: ["elasticloadbalancing:ModifyRule", "elasticloadbalancing:DeleteRule"],
      resources: ruleArns.length > 0 ? [anyRule] : [],
      conditions: tagged(`aws:ResourceTag/${probeTag.key}`),
    },
    {
      sid: "Replicas",
      actions: [
        "application-autoscaling:RegisterScalableTarget",
        "application-autoscaling:PutScheduledAction",
        "application-autoscaling:DeleteScheduledAction",
      ],
      resources: [...scalableTargetArns],
    },
    { sid: "RunTasks", actions: ["ecs:RunTask"], resources: [...taskDefinitionArns], conditions: inCluster },
    { sid: "SeeTasks", actions: ["ecs:DescribeTasks"], resources: [names.arn("ecs", `task/${clusterName}/*`)] },
    // Of a cluster on Fargate ListTasks has no resource; the condition limits it.
    { sid: "FindTasks", actions: ["ecs:ListTasks"], resources: ["*"], conditions: inCluster },
    {
      sid: "SeeTaskLogs",
      actions: ["logs:GetLogEvents"],
      resources: logGroups.map((group) => names.arn("logs", `log-group:${group}:log-stream:*`)),
    },
    {
      sid: "Judge",
      actions: [
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:DescribeScheduledActions",
        "cloudwatch:GetMetricData",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      // None of these can be limited to a resource.
      resources: ["*"],
    },
    seeAlarms(names),
  ];
  return statements.filter(({ resources = [] }) => resources.length > 0);
}

/** Reading the stack's alarms, whose states judge a release. */
export function seeAlarms(names: Names): Statement {
  return {
    sid: "SeeAlarms",
    actions: ["cloudwatch:DescribeAlarms"],
    resources: [names.arn("cloudwatch", `alarm:${names.prefix}-*`)],
  };
}

/** Putting and reading entries of the log of releases. An entry is never rewritten and never deleted. */
export function releaseLogStatements(names: Names, bucketName: string, stacks: readonly string[]): Statement[] {
  const bucket = names.arn("s3", bucketName);
  const resources = stacks.map((stack) => `${bucket}/releases/${stack}/*`);
  return [
    {
      sid: "FindReleases",
      actions: ["s3:ListBucket"],
      resources: [bucket],
      conditions: [{ test: "StringLike", variable: "s3:prefix", values: stacks.map((stack) => `releases/${stack}/*`) }],
    },
    { sid: "ReadReleases", actions: ["s3:GetObject"], resources },
    {
      sid: "AddReleases",
      actions: ["s3:PutObject"],
      resources,
      // S3 refuses such a put where the entry is already there ("Enforce conditional writes on Amazon S3 buckets").
      conditions: [{ test: "Null", variable: "s3:if-none-match", values: ["false"] }],
    },
  ];
}
