import type { PlatformSettings } from "../../../settings/schema";
import { exampleSettings, resources, synthesizeAll } from "../synthesized";
import { podsOfPlatform } from "./chart-pods";
import { capacity, type Group, type Placed, unplaced } from "./nodes";
import { chartValues, type OnEks, onEks } from "./on-eks";

/** What runs on each EKS cluster of the examples fits its nodes, the pods that a node takes, and the addresses of its subnets. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of many resources.
type Json = any;
type Size = "desired" | "max";

let pairs: OnEks[];
beforeAll(async () => {
  pairs = onEks(await synthesizeAll());
  expect(pairs.length).toBeGreaterThan(4);
}, 120_000);

/** Node groups with their smallest instance type, by which the cluster autoscaler and Spot may choose. */
function groups({ cluster }: OnEks, size: Size): Group[] {
  return resources(cluster, "aws_eks_node_group").map(({ body }: Json) => ({
    name: body.node_group_name,
    count: body.scaling_config[`${size}_size`],
    instanceType: [...body.instance_types].sort((one, other) => capacity(one).memory - capacity(other).memory)[0],
    labels: body.labels,
    tainted: (body.taint ?? []).length > 0,
  }));
}

const settings = ({ id }: OnEks) => exampleSettings<"kubernetes">(id) as PlatformSettings["kubernetes"];
const platform = (pair: OnEks) => {
  const addons = resources(pair.cluster, "aws_eks_addon").map(({ body }) => String(body["addon_name"]));
  return podsOfPlatform(chartValues(pair.workload), addons);
};

/** The pods of the application, `copies` of each replica. */
function application(pair: OnEks, of: "min" | "max", copies = 1): Placed[] {
  const { application: api, service } = settings(pair);
  const { node_selector: selector, requests } = service;
  const parts = [
    { ...api, copies, requests: requests ?? { cpu: api.cpu / 2, memory_mib: api.memory_mib / 2 } },
    ...Object.values(api.components).map((part) => ({
      ...part,
      copies: 1,
      requests: { cpu: part.cpu / 2, memory_mib: part.memory_mib / 2 },
    })),
  ];
  return parts.flatMap(({ replicas, copies: times, requests: { cpu, memory_mib: memory } }) =>
    Array.from({ length: replicas[of] * times }, () => ({ name: "application", cpu, memory, selector })),
  );
}

const grows = ({ workload }: OnEks) => "cluster-autoscaler" in chartValues(workload);
const names = (pods: readonly Placed[]) => pods.map(({ name }) => name);

test("every single pod fits an empty node, so that nothing waits for a node that cannot be made", () => {
  for (const pair of pairs) {
    const one = groups(pair, "max").map((group) => ({ ...group, count: 1 }));
    const { placed, onEachNode } = platform(pair);
    for (const pod of [...placed, ...application(pair, "min")]) {
      expect({ id: pair.id, unplaced: names(unplaced(one, [pod], onEachNode)) }).toEqual({ id: pair.id, unplaced: [] });
    }
  }
});

test("the platform and the fewest replicas fit: on the first nodes, or on those that the autoscaler may add", () => {
  for (const pair of pairs) {
    const { placed, onEachNode } = platform(pair);
    const copies = settings(pair).delivery.canary ? 2 : 1;
    const pods = [...placed, ...application(pair, "min", copies)];
    const nodes = groups(pair, grows(pair) ? "max" : "desired");
    expect({ id: pair.id, unplaced: names(unplaced(nodes, pods, onEachNode)) }).toEqual({ id: pair.id, unplaced: [] });
  }
});

test("the first deploy waits for no node: the platform and one copy of the fewest replicas fit the first nodes", () => {
  for (const pair of pairs) {
    const { placed, onEachNode } = platform(pair);
    const left = unplaced(groups(pair, "desired"), [...placed, ...application(pair, "min")], onEachNode);
    expect({ id: pair.id, unplaced: names(left) }).toEqual({ id: pair.id, unplaced: [] });
  }
});

test("the most replicas fit the most nodes", () => {
  for (const pair of pairs.filter(grows)) {
    const { placed, onEachNode } = platform(pair);
    const left = unplaced(groups(pair, "max"), [...placed, ...application(pair, "max")], onEachNode);
    expect({ id: pair.id, unplaced: names(left) }).toEqual({ id: pair.id, unplaced: [] });
  }
});

test("the subnets of the nodes have an address for every pod of the most nodes, and for those kept ready", () => {
  for (const pair of pairs) {
    const { placed, onEachNode } = platform(pair);
    const cni = resources(pair.cluster, "aws_eks_addon").find(({ body }) => body["addon_name"] === "vpc-cni");
    const { env } = JSON.parse(String(cni?.body["configuration_values"]));
    const own = onEachNode.filter(({ hostNetwork }) => !hostNetwork).length;
    const perNode = groups(pair, "max").map(({ count, instanceType }) => {
      // The shares of the platform's pods that a node of a small type takes do not need more interfaces than this.
      const assigned = Math.max(Number(env.MINIMUM_IP_TARGET), own + Number(env.WARM_IP_TARGET) + 2);
      const interfaces = Math.ceil(assigned / (capacity(instanceType).addressesOfInterface - 1));
      // Each interface has a primary address that no pod gets.
      return count * (Math.max(Number(env.MINIMUM_IP_TARGET), own + Number(env.WARM_IP_TARGET)) + interfaces);
    });
    const pods = placed.length + application(pair, "max").length;
    const endpoints = resources(pair.cluster, "aws_vpc_endpoint").filter(
      ({ body }) => body["vpc_endpoint_type"] === "Interface",
    ).length;
    const subnets = resources(pair.cluster, "aws_subnet").filter(({ address }) => address.includes("private"));
    // AWS keeps five addresses of each subnet, EKS takes up to two of each for its API.
    const room = subnets.reduce((sum, { body }) => {
      const [, bits] = String(body["cidr_block"]).split("/");
      return sum + 2 ** (32 - Number(bits)) - 5 - 2 - endpoints;
    }, 0);
    const needed = perNode.reduce((sum, it) => sum + it, pods);
    expect([pair.id, needed <= room, needed, room].slice(0, 2)).toEqual([pair.id, true]);
  }
});
