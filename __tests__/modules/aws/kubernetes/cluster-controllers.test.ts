import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import {
  ClusterControllers,
  type ClusterControllersProps,
  type ControllerName,
} from "../../../../modules/aws/kubernetes/cluster-controllers";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";
import { identity, keyArn } from "./kubernetes-fixture";

const secretArn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:database-AbCdEf";
const targetGroupArn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/api/1";
const repositoryArn = "arn:aws:ecr:us-east-1:111111111111:repository/charts";
const zoneArn = "arn:aws:route53:::hostedzone/Z1";

const every: Omit<ClusterControllersProps, "names" | "cluster"> = {
  externalSecrets: { secretArns: [secretArn], keyArn },
  loadBalancerController: { targetGroupArns: [targetGroupArn] },
  externalDns: { zoneId: "Z1" },
  certManager: { zoneId: "Z1" },
  clusterAutoscaler: true,
  argoCd: { repositoryArns: [repositoryArn] },
  openTelemetryCollector: true,
};

const make = (props: Partial<ClusterControllersProps> = every) =>
  synthesized((scope) => {
    const none = { clusterAutoscaler: false, openTelemetryCollector: false };
    new ClusterControllers(scope, "controllers", { names, cluster: identity, ...none, ...props });
  });
const permissions = (controller: ControllerName, props?: Partial<ClusterControllersProps>) =>
  make(props).statements(`controllers_${controller}_permissions`);
const actions = (controller: ControllerName) => permissions(controller).flatMap((statement) => statement.actions);
/** Where an action is allowed, and under which condition. */
const allowed = (controller: ControllerName, action: string) => {
  const found = permissions(controller).filter((statement) => statement.actions.includes(action));
  expect(found).toHaveLength(1);
  return found[0];
};
const anywhere = (controller: ControllerName) =>
  permissions(controller)
    .filter(({ resources }) => resources?.includes("*"))
    .flatMap((statement) => statement.actions);

const accounts: [ControllerName, string][] = [
  ["argo-cd", "argocd:argocd-repo-server"],
  ["aws-load-balancer-controller", "kube-system:aws-load-balancer-controller"],
  ["cert-manager", "cert-manager:cert-manager"],
  ["cluster-autoscaler", "kube-system:cluster-autoscaler"],
  ["external-dns", "external-dns:external-dns"],
  ["external-secrets", "test-execution-prod:external-secrets-sa"],
  ["opentelemetry-collector", "observability:opentelemetry-collector"],
];

describe("ClusterControllers", () => {
  test("a controller that is not named has no role", () => {
    expect(make({}).all(IamRole)).toEqual([]);
    const { clusterAutoscaler } = every;
    expect(
      make({ clusterAutoscaler })
        .all(IamRole)
        .map(({ name }) => name),
    ).toEqual(["test-execution-prod-cluster-autoscaler"]);
  });

  test.each(accounts)("%s is found by its name and taken by %s alone", (controller, account) => {
    const roles = make()
      .all(IamRole)
      .map(({ name }) => name);
    expect(roles).toContain(`test-execution-prod-${controller}`);
    const conditions = make()
      .statements(`controllers_${controller}_trust`)
      .flatMap(({ condition }) => condition);
    expect(conditions).toContainEqual(
      expect.objectContaining({ test: "StringEquals", values: [`system:serviceaccount:${account}`] }),
    );
  });

  test.each(accounts)("%s changes nothing on every resource", (controller) => {
    // X-Ray takes traces for the account: it knows no resource.
    const harmless = /:(Describe|List|GetAuthorizationToken)|^xray:(Put|GetSampling)/;
    const changing = anywhere(controller).filter((action) => !harmless.test(action));
    expect(changing).toEqual([]);
    expect(actions(controller).filter((action) => action.includes("*"))).toEqual([]);
  });

  describe("external-secrets", () => {
    test("reads the given secrets and the system's own parameters, and lists none", () => {
      expect(allowed("external-secrets", "secretsmanager:GetSecretValue").resources).toEqual([secretArn]);
      expect(allowed("external-secrets", "ssm:GetParameter").resources).toEqual([
        "arn:aws:ssm:us-east-1:111111111111:parameter/test-execution/prod/*",
      ]);
      expect(anywhere("external-secrets")).toEqual([]);
      expect(actions("external-secrets").filter((action) => /:(Put|Create|Update|Delete|List)/.test(action))).toEqual(
        [],
      );
    });

    test("decrypts with the given key, and only through the two services", () => {
      expect(allowed("external-secrets", "kms:Decrypt")).toMatchObject({
        resources: [keyArn],
        condition: [
          {
            test: "StringEquals",
            variable: "kms:ViaService",
            values: ["secretsmanager.us-east-1.amazonaws.com", "ssm.us-east-1.amazonaws.com"],
          },
        ],
      });
    });

    test("without a secret it reads parameters alone", () => {
      const found = permissions("external-secrets", { externalSecrets: { secretArns: [], keyArn } });
      expect(found.flatMap((statement) => statement.actions)).not.toContain("secretsmanager:GetSecretValue");
    });
  });

  test("aws-load-balancer-controller registers with the given target groups and makes or opens nothing", () => {
    const name = "aws-load-balancer-controller";
    expect(allowed(name, "elasticloadbalancing:RegisterTargets").resources).toEqual([targetGroupArn]);
    expect(allowed(name, "elasticloadbalancing:DeregisterTargets").resources).toEqual([targetGroupArn]);
    expect(actions(name).filter((action) => /:(Create|Modify|Delete|Authorize|Revoke|Set)/.test(action))).toEqual([]);
  });

  test("external-dns writes the records of its zone, and neither makes nor deletes a zone", () => {
    expect(allowed("external-dns", "route53:ChangeResourceRecordSets").resources).toEqual([zoneArn]);
    expect(anywhere("external-dns")).toEqual(["route53:ListHostedZones"]);
    expect(actions("external-dns").filter((action) => /HostedZone$/.test(action))).toEqual([]);
  });

  test("cert-manager answers challenges in its zone and can touch no other record", () => {
    expect(allowed("cert-manager", "route53:ChangeResourceRecordSets")).toMatchObject({
      resources: [zoneArn],
      condition: [
        { test: "ForAllValues:StringEquals", values: ["TXT"] },
        { test: "ForAllValues:StringLike", values: ["_acme-challenge.*"] },
      ],
    });
    expect(anywhere("cert-manager")).toEqual([]);
  });

  test("cluster-autoscaler resizes its own cluster's groups and no other", () => {
    for (const action of ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]) {
      expect(allowed("cluster-autoscaler", action)).toMatchObject({
        resources: ["arn:aws:autoscaling:us-east-1:111111111111:autoScalingGroup:*:autoScalingGroupName/eks-*"],
        condition: [
          {
            test: "StringEquals",
            variable: "aws:ResourceTag/k8s.io/cluster-autoscaler/test-execution-prod",
            values: ["owned"],
          },
        ],
      });
    }
    expect(allowed("cluster-autoscaler", "eks:DescribeNodegroup").resources).toEqual([
      "arn:aws:eks:us-east-1:111111111111:nodegroup/test-execution-prod/*/*",
    ]);
  });

  test("argo-cd pulls from the given repositories and pushes to none", () => {
    expect(allowed("argo-cd", "ecr:BatchGetImage").resources).toEqual([repositoryArn]);
    expect(actions("argo-cd").filter((action) => /:(Put|Initiate|Upload|Complete|Delete)/.test(action))).toEqual([]);
  });
});
