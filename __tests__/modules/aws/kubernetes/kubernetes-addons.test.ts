import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Addons } from "../../../../modules/aws/kubernetes/kubernetes-addon";
import { KubernetesAddons } from "../../../../modules/aws/kubernetes/kubernetes-addons";
import { NodeGroup } from "../../../../modules/aws/kubernetes/node-group";
import { names, network } from "../fixtures";
import { keyArn, makeCluster } from "./kubernetes-fixture";

const make = (addons: Addons) =>
  makeCluster({ addons }, (scope, cluster) => {
    const web = new NodeGroup(scope, "web", {
      names,
      name: "web",
      cluster,
      network,
      keyArn,
      instanceTypes: ["t3.medium"],
      capacity: "on_demand",
      size: { min: 3, max: 20, desired: 6 },
      labels: {},
      taints: {},
      diskGib: 50,
      amiType: "AL2023_x86_64_STANDARD",
    });
    new KubernetesAddons(scope, "addons", { names, cluster, keyArn, addons, nodeGroups: [web] });
  });

describe("KubernetesAddons", () => {
  test("each add-on is installed once, those of the cluster not again", () => {
    const stack = make({ "vpc-cni": {}, "kube-proxy": {}, coredns: { version: "v1.12.4-eksbuild.1" } });
    const installed = stack.all(EksAddon).map(({ addon_name }) => addon_name);
    expect(installed.sort()).toEqual(["coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni"]);
    expect(stack.all(EksAddon)).toContainEqual(
      expect.objectContaining({ addon_name: "coredns", addon_version: "v1.12.4-eksbuild.1" }),
    );
  });

  test("they come after the nodes", () => {
    const stack = make({ coredns: {}, "metrics-server": {} });
    const [nodes] = Object.keys(stack.byName(EksNodeGroup));
    const addons = Object.entries(stack.byName(EksAddon)).filter(([name]) => name.startsWith("addons_"));
    expect(addons).toHaveLength(2);
    for (const [, { depends_on }] of addons) expect(depends_on).toContain(`aws_eks_node_group.${nodes}`);
  });

  test("the settings of an add-on are passed on as its configuration", () => {
    const stack = make({ coredns: { configuration: { replicaCount: 3 } } });
    const coredns = stack.all(EksAddon).find(({ addon_name }) => addon_name === "coredns");
    expect(JSON.parse(coredns.configuration_values)).toEqual({ replicaCount: 3 });
    expect(coredns.service_account_role_arn).toBeUndefined();
  });

  test("the volume driver reaches only its own volumes and the one key that encrypts them, from its first moment on", () => {
    const stack = make({ "aws-ebs-csi-driver": {} });
    const policies = stack.all(IamRolePolicyAttachment).map(({ policy_arn }) => policy_arn);
    expect(policies).toContain("arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2");
    const permissions = stack.statements("addons_aws-ebs-csi-driver_role_permissions");
    expect(permissions.flatMap(({ resources }) => resources)).toEqual([keyArn, keyArn]);
    const grant = permissions.find(({ actions }) => actions.includes("kms:CreateGrant"));
    expect(grant?.condition).toEqual([{ test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }]);
    const driver = stack.all(EksAddon).find(({ addon_name }) => addon_name === "aws-ebs-csi-driver");
    expect(driver.depends_on).toContainEqual(expect.stringContaining("AmazonEBSCSIDriverPolicyV2"));
    expect(driver.service_account_role_arn).toContain("aws_iam_role.addons_aws-ebs-csi-driver_role");
  });
});
