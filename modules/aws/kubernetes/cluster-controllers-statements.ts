import type { Names } from "../../names";
import type { Statement } from "../access/policy";

/** Reads the given secrets and the system's own parameters. It lists nothing: a secret is asked for by its name. */
export function externalSecretsStatements(names: Names, secretArns: readonly string[], keyArn: string): Statement[] {
  const readSecrets = {
    actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    resources: [...secretArns],
  };
  return [
    ...(secretArns.length > 0 ? [readSecrets] : []),
    {
      actions: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
      resources: [names.arn("ssm", `parameter${names.path("*")}`)],
    },
    {
      actions: ["kms:Decrypt"],
      resources: [keyArn],
      conditions: [
        {
          test: "StringEquals",
          variable: "kms:ViaService",
          values: ["secretsmanager", "ssm"].map((service) => `${service}.${names.region}.amazonaws.com`),
        },
      ],
    },
  ];
}

/**
 * What a TargetGroupBinding takes, and no more: load balancer, target groups and security-group rules are Terraform's. The
 * binding names no `networking`, so that the controller only looks at security groups.
 */
export function loadBalancerStatements(targetGroupArns: readonly string[]): Statement[] {
  return [
    {
      actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      resources: [...targetGroupArns],
    },
    {
      // To describe is to list: neither service knows a resource here.
      actions: [
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      resources: ["*"],
    },
  ];
}

export function externalDnsStatements(zoneId: string): Statement[] {
  return [
    {
      actions: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
      resources: [zoneArn(zoneId)],
    },
    // Zones are listed for the whole account.
    { actions: ["route53:ListHostedZones"], resources: ["*"] },
  ];
}

/** Answers DNS01 challenges only. The issuer names its zone by `hostedZoneID`, so that no zone is looked for. */
export function certificateStatements(zoneId: string): Statement[] {
  return [
    {
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [zoneArn(zoneId)],
      conditions: [
        {
          test: "ForAllValues:StringEquals",
          variable: "route53:ChangeResourceRecordSetsRecordTypes",
          values: ["TXT"],
        },
        {
          test: "ForAllValues:StringLike",
          variable: "route53:ChangeResourceRecordSetsNormalizedRecordNames",
          values: ["_acme-challenge.*"],
        },
      ],
    },
    { actions: ["route53:ListResourceRecordSets"], resources: [zoneArn(zoneId)] },
    // A change is known by an id of its own, whatever zone it was made in.
    { actions: ["route53:GetChange"], resources: ["arn:aws:route53:::change/*"] },
  ];
}

/** Resizes the groups of its own cluster, which EKS tags so. */
export function clusterAutoscalerStatements(names: Names, clusterName: string): Statement[] {
  return [
    {
      actions: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      // The part before the group's name is an id that only AWS knows; EKS begins the name with "eks-".
      resources: [names.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/eks-*")],
      conditions: [
        {
          test: "StringEquals",
          variable: `aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`,
          values: ["owned"],
        },
      ],
    },
    {
      // Labels and taints of a group that has no node yet.
      actions: ["eks:DescribeNodegroup"],
      resources: [names.arn("eks", `nodegroup/${clusterName}/*/*`)],
    },
    {
      // To describe is to list: neither service knows a resource here.
      actions: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeScalingActivities",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
      ],
      resources: ["*"],
    },
  ];
}

/** Argo CD acts on the cluster it runs in and needs nothing of AWS, except to pull charts that are kept in ECR. */
export function argoCdStatements(repositoryArns: readonly string[]): Statement[] {
  return [
    // The token is the registry's: it knows no repository.
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [...repositoryArns],
    },
  ];
}

function zoneArn(zoneId: string): string {
  return `arn:aws:route53:::hostedzone/${zoneId}`;
}
