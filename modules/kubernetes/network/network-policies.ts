import { NetworkPolicyV1, type NetworkPolicyV1SpecIngressFrom } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { labels } from "../labels";

/** The other side of allowed traffic, and its TCP ports. */
export type TrafficPeer = (
  | {
      /** Name of a namespace: all of its pods. */
      readonly namespace: string;
    }
  | {
      /** IPv4 ranges outside the cluster, such as the subnets of a load balancer or a database. */
      readonly cidrs: readonly string[];
    }
) & { readonly ports: readonly number[] };

/** Traffic that is allowed to and from the pods of a namespace. All other traffic but DNS is denied. */
export interface TrafficProps {
  /**
   * Allowed sources by a name that becomes part of the policy's name, such as `gateway`, `monitoring` (to the metrics port)
   * and `load-test`. @default - none
   */
  readonly ingress?: Readonly<Record<string, TrafficPeer>>;
  /**
   * Allowed destinations by a name that becomes part of the policy's name, such as `stores` (database and cache), `cloud`
   * (HTTPS to the cloud's APIs) and `traces`. DNS is always allowed. @default - none
   */
  readonly egress?: Readonly<Record<string, TrafficPeer>>;
}

export interface NetworkPoliciesProps extends TrafficProps {
  readonly names: Names;
  /** Name of the namespace. */
  readonly namespace: string;
}

/** Denies all traffic of a namespace's pods except DNS and the given sources and destinations, one policy for each. */
export class NetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, props: NetworkPoliciesProps) {
    super(scope, id);
    const { names, namespace, ingress = {}, egress = {} } = props;

    const policy = (
      id: string,
      name: string,
      rules: { policyTypes: string[]; ingress?: object[]; egress?: object[] },
    ) =>
      new NetworkPolicyV1(this, id, {
        metadata: { name, namespace, labels: labels(names, names.name) },
        spec: { podSelector: {}, ...rules },
      });

    policy("default-deny", "default-deny", { policyTypes: ["Ingress", "Egress"] });
    policy("dns", "allow-to-dns", {
      policyTypes: ["Egress"],
      egress: [
        {
          to: [inNamespace("kube-system")],
          ports: ["UDP", "TCP"].map((protocol) => ({ port: "53", protocol })),
        },
      ],
    });
    for (const [from, peer] of Object.entries(ingress)) {
      policy(`from-${from}`, `allow-from-${from}`, {
        policyTypes: ["Ingress"],
        ingress: [{ from: peers(peer), ports: tcp(peer) }],
      });
    }
    for (const [to, peer] of Object.entries(egress)) {
      policy(`to-${to}`, `allow-to-${to}`, {
        policyTypes: ["Egress"],
        egress: [{ to: peers(peer), ports: tcp(peer) }],
      });
    }
  }
}

function peers(peer: TrafficPeer): NetworkPolicyV1SpecIngressFrom[] {
  if ("namespace" in peer) return [inNamespace(peer.namespace)];
  // A rule without peers would allow all traffic.
  if (peer.cidrs.length === 0) throw new Error("network policy: expected at least one CIDR, found none");
  return peer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

function tcp({ ports }: TrafficPeer) {
  return ports.map((port) => ({ port: String(port), protocol: "TCP" }));
}

/** Selects a namespace by the label that the API server gives to each. */
function inNamespace(name: string) {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}
