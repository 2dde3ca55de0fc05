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
   * What all pods together may ask for. It must hold the most replicas and those that a rolling update adds (25 %; a
   * progressive delivery as many again): pods beyond it are not created.
   */
  readonly quota: {
    readonly requests: Amount;
    readonly limits: Amount;
    readonly pods: number;
    /** @default 10 */
    readonly persistentVolumeClaims?: number;
  };
  /** Of a container that sets none itself. @default - requests 0.1 vCPU and 128 MiB, limits 0.5 vCPU and 512 MiB */
  readonly containerDefaults?: { readonly requests: Amount; readonly limits: Amount };
  /**
   * Pods beneath `enforce` are refused; those beneath `audit` are noted in the audit log, those beneath `warn` are told to
   * who creates them. @default - restricted, each
   */
  readonly podSecurity?: Partial<Record<"enforce" | "audit" | "warn", PodSecurityLevel>>;
}

/** A namespace `<system>-<environment>`: restricted pods, a quota, default resources, and no traffic but what is allowed. */
export class Namespace extends Construct {
  /** Whoever uses it comes after the namespace. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    const { names, quota } = props;
    const own = labels(names, names.system);
    const security = { enforce: "restricted", audit: "restricted", warn: "restricted", ...props.podSecurity };

    const namespace = new NamespaceV1(this, "namespace", {
      metadata: {
        name: names.prefix,
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
          persistentvolumeclaims: String(quota.persistentVolumeClaims ?? 10),
          // Clients come through the gateway.
          "services.loadbalancers": "0",
          "services.nodeports": "0",
        },
      },
    });
    // With a quota, the API server refuses a container without requests and limits: operators' pods often have none.
    const defaults = props.containerDefaults ?? {
      requests: { cpu: 0.1, memoryMib: 128 },
      limits: { cpu: 0.5, memoryMib: 512 },
    };
    new LimitRangeV1(this, "container-defaults", {
      metadata: { name: "container-defaults", namespace: this.name, labels: own },
      spec: {
        limit: [
          {
            type: "Container",
            default: resources(defaults.limits, 1024),
            defaultRequest: resources(defaults.requests, 100),
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
