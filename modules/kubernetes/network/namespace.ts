import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { labels } from "../labels";
import { mebibytes, quantity } from "../quantities";
import { NetworkPolicies, type TrafficProps } from "./network-policies";

/** A Pod Security Standard. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

/** CPU in vCPU, memory in MiB. */
export interface Amount {
  readonly cpu: number;
  readonly memoryMib: number;
}

export interface NamespaceProps extends TrafficProps {
  readonly names: Names;
  /**
   * Limits for all pods together; pods over them are not created. It needs room for the most replicas and for those that a
   * rolling update (25 % more) or a progressive delivery (twice as many) adds.
   */
  readonly quota: {
    readonly requests: Amount;
    readonly limits: Amount;
    readonly pods: number;
  };
  /** Pods that violate this standard are refused. Violations of `restricted` are logged and reported. @default "restricted" */
  readonly podSecurity?: PodSecurityLevel;
}

/**
 * A namespace `<name>-<environment>` with a Pod Security Standard, a quota and network policies. A container without
 * requests and limits gets 0.1 vCPU and 128 MiB, at most 0.5 vCPU and 512 MiB.
 */
export class Namespace extends Construct {
  /** A reference: what uses it depends on the namespace. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    const { names, quota } = props;
    const own = labels(names, names.name);
    const security = { enforce: props.podSecurity ?? "restricted", audit: "restricted", warn: "restricted" };

    const namespace = new NamespaceV1(this, "namespace", {
      metadata: {
        name: names.of("kubernetes_namespace"),
        labels: {
          ...own,
          ...Object.fromEntries(
            Object.entries(security).map(([mode, level]) => [`pod-security.kubernetes.io/${mode}`, level]),
          ),
        },
      },
    });
    this.name = namespace.metadata.name;

    new ResourceQuotaV1(this, "quota", {
      metadata: { name: "quota", namespace: this.name, labels: own },
      spec: {
        hard: {
          "requests.cpu": quantity(quota.requests.cpu),
          "requests.memory": mebibytes(quota.requests.memoryMib),
          "limits.cpu": quantity(quota.limits.cpu),
          "limits.memory": mebibytes(quota.limits.memoryMib),
          pods: String(quota.pods),
          persistentvolumeclaims: "10",
          // Requests enter through the gateway.
          "services.loadbalancers": "0",
          "services.nodeports": "0",
        },
      },
    });
    // With a quota, the API server refuses a container without requests and limits, as many operators make them.
    new LimitRangeV1(this, "container-defaults", {
      metadata: { name: "container-defaults", namespace: this.name, labels: own },
      spec: {
        limit: [
          {
            type: "Container",
            default: resources({ cpu: 0.5, memoryMib: 512 }, 1024),
            defaultRequest: resources({ cpu: 0.1, memoryMib: 128 }, 100),
          },
        ],
      },
    });
    new NetworkPolicies(this, "traffic", { ...props, namespace: this.name });
  }
}

function resources({ cpu, memoryMib }: Amount, ephemeralMib: number) {
  return { cpu: quantity(cpu), memory: mebibytes(memoryMib), "ephemeral-storage": mebibytes(ephemeralMib) };
}
