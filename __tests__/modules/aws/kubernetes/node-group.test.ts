import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { NodeGroup, type NodeGroupProps } from "../../../../modules/aws/kubernetes/node-group";
import { names, network } from "../fixtures";
import { keyArn, makeCluster } from "./kubernetes-fixture";

const make = (props: Partial<NodeGroupProps> = {}) =>
  makeCluster({}, (scope, cluster) => {
    new NodeGroup(scope, "nodes", {
      names,
      name: "api",
      cluster,
      network,
      keyArn,
      instanceTypes: ["c5.large", "c5.xlarge", "c5.2xlarge"],
      capacity: "spot",
      size: { min: 5, max: 50, desired: 10 },
      labels: {},
      taints: {},
      diskGib: 50,
      amiType: "AL2023_x86_64_STANDARD",
      ...props,
    });
  });
const group = (props?: Partial<NodeGroupProps>) => make(props).one(EksNodeGroup);
const template = (props?: Partial<NodeGroupProps>) => make(props).one(LaunchTemplate);

describe("NodeGroup", () => {
  test("nodes are of the given kind and number, in the private subnets, of the cluster's version", () => {
    expect(group({ labels: { tier: "api" } })).toMatchObject({
      instance_types: ["c5.large", "c5.xlarge", "c5.2xlarge"],
      capacity_type: "SPOT",
      scaling_config: { min_size: 5, max_size: 50, desired_size: 10 },
      subnet_ids: ["subnet-3", "subnet-4"],
      labels: { tier: "api" },
      version: "1.35",
      ami_type: "AL2023_x86_64_STANDARD",
    });
    expect(group({ capacity: "on_demand" }).capacity_type).toBe("ON_DEMAND");
  });

  test("the number of nodes is the autoscaler's once the group exists", () => {
    expect(group().lifecycle.ignore_changes).toEqual(["scaling_config[0].desired_size"]);
  });

  test("when nodes have to be replaced, the new ones come first", () => {
    expect(group()).toMatchObject({
      node_group_name_prefix: "test-execution-prod-api-",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("a taint is written as Kubernetes writes it", () => {
    const gpu = { "nvidia.com/gpu": { value: "true", effect: "NoSchedule" as const } };
    expect(group({ taints: gpu, amiType: "AL2023_x86_64_NVIDIA" })).toMatchObject({
      taint: [{ key: "nvidia.com/gpu", value: "true", effect: "NO_SCHEDULE" }],
      ami_type: "AL2023_x86_64_NVIDIA",
    });
  });

  test("a third of the nodes may be updated at a time, and sick ones are replaced", () => {
    expect(group()).toMatchObject({
      update_config: { max_unavailable_percentage: 33 },
      node_repair_config: { enabled: true },
    });
  });

  test("disks are encrypted under the given key", () => {
    const [{ device_name, ebs }] = template({ diskGib: 100 }).block_device_mappings;
    expect(device_name).toBe("/dev/xvda");
    expect(ebs).toMatchObject({ encrypted: "true", kms_key_id: keyArn, volume_type: "gp3", volume_size: 100 });
    expect(template().block_device_mappings[0].ebs.volume_size).toBe(50);
  });

  test("a pod cannot take the role of its node", () => {
    expect(template().metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
  });

  test("a node joins the cluster and pulls images, and may do nothing else", () => {
    const stack = make();
    const attached = stack
      .all(IamRolePolicyAttachment)
      .filter(({ role }) => role.includes("nodes_role"))
      .map(({ policy_arn }) => policy_arn);
    expect(attached).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    ]);
    expect(stack.statements("nodes_role_permissions")).toEqual([]);
  });

  test("nodes come after the networking add-ons and with their role, and go before them", () => {
    const stack = make();
    const before = [
      ...Object.keys(stack.byName(EksAddon)).map((name) => `aws_eks_addon.${name}`),
      ...Object.keys(stack.byName(IamRolePolicyAttachment)).map((name) => `aws_iam_role_policy_attachment.${name}`),
    ];
    expect(before.length).toBeGreaterThan(5);
    const { depends_on } = stack.one(EksNodeGroup);
    expect(depends_on).toEqual(expect.arrayContaining(before));
    // An access entry whose role is not there yet fails; the nodes come all the same.
    expect(depends_on.filter((address: string) => address.includes("access"))).toEqual([]);
  });

  test("instances, disks and interfaces carry the stack's tags and a name", () => {
    const specifications: { resource_type: string; tags: string }[] = template().tag_specifications;
    expect(specifications.map(({ resource_type }) => resource_type)).toEqual([
      "instance",
      "volume",
      "network-interface",
    ]);
    for (const { tags } of specifications) {
      expect(tags).toMatch(
        /^\$\{merge\(\[?data\.aws_default_tags\..*\.tags, \{"Name" = "test-execution-prod-api-node"/,
      );
    }
  });
});
