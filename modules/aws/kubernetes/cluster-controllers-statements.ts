import type { Names } from "../../names";
import type { Statement } from "../access/policy";

/** External Secrets: reads the given secrets and the parameters of this system. It may not list secrets, as it knows their names. */
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
 * AWS Load Balancer Controller: what a TargetGroupBinding needs and no more, because Terraform makes load balancer, target
 * groups and security-group rules. The binding has no `networking`, so the controller only reads security groups.
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

/** external-dns: writes the records of one zone. */
export function externalDnsStatements(zoneId: string): Statement[] {
  return [
    {
      actions: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
      resources: [zoneArn(zoneId)],
    },
    // Listing zones cannot be limited to one.
    { actions: ["route53:ListHostedZones"], resources: ["*"] },
  ];
}

/** cert-manager: writes the records of DNS01 challenges only. The issuer has a `hostedZoneID`, so zones need not be listed. */
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
    // A change has its own id, which does not contain the zone.
    { actions: ["route53:GetChange"], resources: ["arn:aws:route53:::change/*"] },
  ];
}

/** Cluster autoscaler: resizes the groups of this cluster, which EKS tags with the cluster's name. */
export function clusterAutoscalerStatements(names: Names, clusterName: string): Statement[] {
  return [
    {
      actions: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      // The part before the group's name is an id that AWS makes; EKS begins the name with "eks-".
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
      // For labels and taints of a group that has no node yet.
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

/** Argo CD: pulls charts from ECR. It acts on the cluster that it runs in and needs no other right in AWS. */
export function argoCdStatements(repositoryArns: readonly string[]): Statement[] {
  return [
    // The token is for the whole registry.
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
