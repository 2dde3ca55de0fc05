import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { keyArn, makeCluster } from "./kubernetes-fixture";

type Props = Parameters<typeof makeCluster>[0];
const cluster = (props?: Props) => makeCluster(props).one(EksCluster);

describe("KubernetesCluster", () => {
  test("the internet reaches the API from named ranges only", () => {
    expect(cluster().vpc_config).toEqual({
      subnet_ids: ["subnet-3", "subnet-4"],
      endpoint_private_access: true,
      endpoint_public_access: false,
    });
    expect(cluster({ publicAccessCidrs: ["203.0.113.0/24"] }).vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ["203.0.113.0/24"],
    });
  });

  test("named ranges and security groups reach the API inside the network, on its port alone", () => {
    expect(makeCluster()).not.toHaveResource(VpcSecurityGroupIngressRule);
    const made = makeCluster({
      privateAccess: { cidrs: ["10.0.0.0/16", "192.168.0.0/24"], securityGroupIds: ["sg-0123456789abcdef0"] },
    });
    const rules = made.all(VpcSecurityGroupIngressRule);
    expect(
      rules.map(({ cidr_ipv4, referenced_security_group_id }) => cidr_ipv4 ?? referenced_security_group_id),
    ).toEqual(["10.0.0.0/16", "192.168.0.0/24", "sg-0123456789abcdef0"]);
    for (const rule of rules) {
      expect(rule).toMatchObject({ ip_protocol: "tcp", from_port: 443, to_port: 443 });
      expect(rule.security_group_id).toMatch(/\.vpc_config\[0\]\.cluster_security_group_id\}$/);
    }
  });

  test("secrets are encrypted under the given key", () => {
    expect(cluster().encryption_config).toEqual({ provider: { key_arn: keyArn }, resources: ["secrets"] });
  });

  test("all five control-plane logs go to a log group that exists before, encrypted and kept for the given days", () => {
    const stack = makeCluster({ logDays: 365 });
    const [address] = Object.keys(stack.byName(CloudwatchLogGroup));
    const { enabled_cluster_log_types, depends_on } = stack.one(EksCluster);
    expect(enabled_cluster_log_types).toEqual(["api", "audit", "authenticator", "controllerManager", "scheduler"]);
    expect(depends_on).toContain(`aws_cloudwatch_log_group.${address}`);
    expect(stack).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/aws/eks/test-execution-prod/cluster",
      kms_key_id: keyArn,
      retention_in_days: 365,
    });
  });

  test("EKS keeps the right to clean up until the cluster is gone", () => {
    const stack = makeCluster();
    const attachments = Object.keys(stack.byName(IamRolePolicyAttachment)).filter((name) =>
      name.startsWith("cluster_role_"),
    );
    expect(attachments).toHaveLength(1);
    expect(stack.one(EksCluster).depends_on).toContain(`aws_iam_role_policy_attachment.${attachments[0]}`);
  });

  test("EKS takes the cluster's role for this cluster only", () => {
    expect(makeCluster().statements("cluster_role_trust")).toEqual([
      expect.objectContaining({
        condition: [
          {
            test: "ArnEquals",
            variable: "aws:SourceArn",
            values: ["arn:aws:eks:us-east-1:111111111111:cluster/test-execution-prod"],
          },
        ],
      }),
    ]);
  });

  test("only access entries admit to the cluster; the role that made it has none", () => {
    expect(cluster().access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
    const entries = makeCluster().all(EksAccessEntry);
    expect(entries.map(({ principal_arn }) => principal_arn)).toEqual(["arn:aws:iam::111111111111:role/admin"]);
  });

  test("admins get the whole cluster, others what they were given", () => {
    const stack = makeCluster({
      access: {
        support: { principalArn: "arn:support", policy: "view" },
        team: { principalArn: "arn:team", policy: "edit", namespaces: ["shop"] },
      },
    });
    const found = stack
      .all(EksAccessPolicyAssociation)
      .map(({ policy_arn, access_scope }) => [
        policy_arn.replace("arn:aws:eks::aws:cluster-access-policy/", ""),
        access_scope,
      ]);
    expect(Object.fromEntries(found)).toEqual({
      AmazonEKSClusterAdminPolicy: { type: "cluster" },
      AmazonEKSViewPolicy: { type: "cluster" },
      AmazonEKSEditPolicy: { type: "namespace", namespaces: ["shop"] },
    });
  });

  test("an identity may be in groups of Kubernetes, with an access policy or without", () => {
    const stack = makeCluster({
      access: {
        developers: { principalArn: "arn:developers", groups: ["developers"] },
        release: { principalArn: "arn:release", groups: ["release-managers"], policy: "view" },
      },
    });
    const groups = stack.all(EksAccessEntry).map((entry) => [entry.principal_arn, entry.kubernetes_groups]);
    expect(Object.fromEntries(groups)).toEqual({
      "arn:aws:iam::111111111111:role/admin": undefined,
      "arn:developers": ["developers"],
      "arn:release": ["release-managers"],
    });
    expect(stack.all(EksAccessPolicyAssociation)).toHaveLength(2);
  });

  test("it cannot be destroyed unless `protected` is off", () => {
    expect(cluster().lifecycle).toEqual({ prevent_destroy: true });
    expect(cluster({ protected: false }).lifecycle).toEqual({ prevent_destroy: false });
  });

  test("a version is upgraded at the end of its standard support", () => {
    expect(cluster()).toMatchObject({ version: "1.35", upgrade_policy: { support_type: "STANDARD" } });
  });

  test("service accounts can take roles", () => {
    expect(makeCluster()).toHaveResourceWithProperties(IamOpenidConnectProvider, {
      url: expect.stringContaining(".identity[0].oidc[0].issuer}"),
      client_id_list: ["sts.amazonaws.com"],
    });
  });

  describe("add-ons", () => {
    const addons = (props?: Props) => makeCluster(props).all(EksAddon);

    test("what a node needs is installed, and nothing that needs a node", () => {
      const installed = addons({ addons: { coredns: {}, "vpc-cni": { version: "v1.20.4-eksbuild.2" } } });
      expect(installed).toEqual([
        expect.objectContaining({ addon_name: "eks-pod-identity-agent" }),
        expect.objectContaining({ addon_name: "kube-proxy" }),
        expect.objectContaining({ addon_name: "vpc-cni", addon_version: "v1.20.4-eksbuild.2" }),
      ]);
      expect(cluster().bootstrap_self_managed_addons).toBe(false);
    });

    test("network policies are enforced, also with a configuration of the add-on", () => {
      const configuration = (props?: Props) =>
        JSON.parse(addons(props).find(({ addon_name }) => addon_name === "vpc-cni")?.configuration_values);
      expect(configuration()).toMatchObject({ enableNetworkPolicy: "true" });
      expect(configuration({ addons: { "vpc-cni": { configuration: { env: { WARM_IP_TARGET: "5" } } } } })).toEqual({
        enableNetworkPolicy: "true",
        env: { WARM_IP_TARGET: "5" },
      });
    });

    test("a node holds few addresses that no pod uses", () => {
      const cni = addons().find(({ addon_name }) => addon_name === "vpc-cni");
      expect(JSON.parse(cni?.configuration_values).env).toEqual({ MINIMUM_IP_TARGET: "5", WARM_IP_TARGET: "1" });
    });

    test("addresses for pods are the right of the add-on's own service account", () => {
      const stack = makeCluster();
      const [subject] = stack
        .statements("cluster_vpc-cni_role_trust")
        .flatMap(({ condition }) => (condition ?? []).filter(({ variable }) => variable.endsWith(":sub")));
      expect(subject.values).toEqual(["system:serviceaccount:kube-system:aws-node"]);
      expect(stack).toHaveResourceWithProperties(IamRolePolicyAttachment, {
        role: expect.stringContaining("vpc-cni"),
        policy_arn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
      });
    });
  });
});
