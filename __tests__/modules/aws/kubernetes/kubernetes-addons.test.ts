import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Addons } from "../../../../modules/aws/kubernetes/kubernetes-addon";
import { KubernetesAddons } from "../../../../modules/aws/kubernetes/kubernetes-addons";
import { NodeGroup } from "../../../../modules/aws/kubernetes/node-group";
import { names, network } from "../fixtures";
import { bodies, keyArn, statements, synthCluster } from "./kubernetes-fixture";

const synth = (addons: Addons): string =>
  synthCluster({ addons }, (scope, cluster) => {
    const web = new NodeGroup(scope, "web", {
      names,
      name: "web",
      cluster,
      network,
      keyArn,
      instanceTypes: ["t3.medium"],
      capacity: "on_demand",
      size: { min: 3, max: 20, desired: 6 },
    });
    new KubernetesAddons(scope, "addons", { names, cluster, keyArn, addons, nodeGroups: [web] });
  });

describe("KubernetesAddons", () => {
  test("each add-on is installed once, those of the cluster not again", () => {
    const stack = synth({ "vpc-cni": {}, "kube-proxy": {}, coredns: { version: "v1.12.4-eksbuild.1" } });
    const installed = Object.values(bodies(stack, EksAddon)).map(({ addon_name }) => addon_name);
    expect(installed.sort()).toEqual(["coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni"]);
    expect(Object.values(bodies(stack, EksAddon))).toContainEqual(
      expect.objectContaining({ addon_name: "coredns", addon_version: "v1.12.4-eksbuild.1" }),
    );
  });

  test("they come after the nodes", () => {
    const stack = synth({ coredns: {}, "metrics-server": {} });
    const [nodes] = Object.keys(bodies(stack, EksNodeGroup));
    const addons = Object.entries(bodies(stack, EksAddon)).filter(([name]) => name.startsWith("addons_"));
    expect(addons).toHaveLength(2);
    for (const [, { depends_on }] of addons) expect(depends_on).toContain(`aws_eks_node_group.${nodes}`);
  });

  test("the settings of an add-on are passed on as its configuration", () => {
    const stack = synth({ coredns: { configuration: { replicaCount: 3 } } });
    const coredns = Object.values(bodies(stack, EksAddon)).find(({ addon_name }) => addon_name === "coredns");
    expect(JSON.parse(coredns.configuration_values)).toEqual({ replicaCount: 3 });
    expect(coredns.service_account_role_arn).toBeUndefined();
  });

  test("the volume driver reaches only its own volumes and the one key that encrypts them, from its first moment on", () => {
    const stack = synth({ "aws-ebs-csi-driver": {} });
    const policies = Object.values(bodies(stack, IamRolePolicyAttachment)).map(({ policy_arn }) => policy_arn);
    expect(policies).toContain("arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2");
    const permissions = statements(stack, "addons_aws-ebs-csi-driver_role_permissions");
    expect(permissions.flatMap(({ resources }) => resources)).toEqual([keyArn, keyArn]);
    const grant = permissions.find(({ actions }) => actions.includes("kms:CreateGrant"));
    expect(grant?.condition).toEqual([{ test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }]);
    const driver = Object.values(bodies(stack, EksAddon)).find(({ addon_name }) => addon_name === "aws-ebs-csi-driver");
    expect(driver.depends_on).toContainEqual(expect.stringContaining("AmazonEBSCSIDriverPolicyV2"));
    expect(driver.service_account_role_arn).toContain("aws_iam_role.addons_aws-ebs-csi-driver_role");
  });
});
