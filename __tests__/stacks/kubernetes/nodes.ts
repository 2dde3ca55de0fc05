import type { Pod } from "./chart-pods";

/** vCPU, GiB, network interfaces, IPv4 addresses of each (EC2 user guide, instance type specifications). */
const instances: Readonly<Record<string, readonly [cpu: number, gib: number, interfaces: number, addresses: number]>> =
  {
    "t3.medium": [2, 4, 3, 6],
    "t3.large": [2, 8, 3, 12],
    "t3.xlarge": [4, 16, 4, 15],
    "t3.2xlarge": [8, 32, 4, 15],
    "c5.large": [2, 4, 3, 10],
    "c5.xlarge": [4, 8, 4, 15],
    "c5.2xlarge": [8, 16, 4, 15],
    "g4dn.xlarge": [4, 16, 3, 10],
    "g4dn.2xlarge": [8, 32, 3, 10],
  };

export interface Capacity {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
  readonly addressesOfInterface: number;
}

/**
 * What pods may ask of a node. The kernel and the machine keep some 8 % of small instances; the kubelet 11 MiB a pod and 255, CPU by
 * the core, and 100 MiB to evict (amazon-eks-ami, nodeadm). Without prefixes a node has interfaces × (addresses − 1) + 2 pods.
 */
export function capacity(instanceType: string): Capacity {
  const [cpu, gib, interfaces, addresses] = instances[instanceType] ?? [];
  if (!cpu || !gib || !interfaces || !addresses) {
    throw new Error(`expected the size of the instance type "${instanceType}" in nodes.ts, found none`);
  }
  const pods = interfaces * (addresses - 1) + 2;
  return {
    cpu: cpu - 0.06 - 0.01 - 0.005 * Math.max(0, cpu - 2),
    memory: Math.floor(gib * 1024 * 0.92) - (11 * pods + 255) - 100,
    pods,
    addressesOfInterface: addresses,
  };
}

/** Nodes of one group. */
export interface Group {
  readonly name: string;
  readonly count: number;
  readonly instanceType: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly tainted: boolean;
}

/** A pod with the labels that its node must have. */
export interface Placed extends Pod {
  readonly selector?: Readonly<Record<string, string>>;
}

interface Node {
  readonly group: Group;
  cpu: number;
  memory: number;
  pods: number;
}

const admits = ({ labels, tainted }: Group, { selector = {} }: Placed) =>
  !tainted && Object.entries(selector).every(([key, value]) => labels[key] === value);

/**
 * The pods that find no node: the large ones and those with a selector are placed first, each on the first node with room. What runs
 * on every node is there already.
 */
export function unplaced(groups: readonly Group[], pods: readonly Placed[], onEachNode: readonly Pod[]): Placed[] {
  const taken = {
    cpu: onEachNode.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: onEachNode.reduce((sum, { memory }) => sum + memory, 0),
  };
  const nodes: Node[] = groups.flatMap((group) => {
    const { cpu, memory, pods } = capacity(group.instanceType);
    const left = () => ({ group, cpu: cpu - taken.cpu, memory: memory - taken.memory, pods: pods - onEachNode.length });
    return Array.from({ length: group.count }, left);
  });
  const order = [...pods].sort(
    (one, other) => Number(Boolean(other.selector)) - Number(Boolean(one.selector)) || other.memory - one.memory,
  );
  return order.filter((pod) => {
    const node = nodes.find(
      (it) => admits(it.group, pod) && it.pods > 0 && it.cpu >= pod.cpu && it.memory >= pod.memory,
    );
    if (!node) return true;
    node.pods -= 1;
    node.cpu -= pod.cpu;
    node.memory -= pod.memory;
    return false;
  });
}
