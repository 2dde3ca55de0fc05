import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import type { Construct } from "constructs";
import type { Names } from "../../names";

/** Below every rule that allows something, and above Google's implied rules, which allow all egress and log nothing. */
const lastPriority = 65_534;

/**
 * Refuses every connection of a network, in and out, that no other rule allows, and logs it. Google writes no firewall log for
 * connections from Cloud Run; flow logs show them.
 */
export function denyByDefault(scope: Construct, names: Names, networkId: string): void {
  const common = {
    network: networkId,
    priority: lastPriority,
    deny: [{ protocol: "all" }],
    logConfig: { metadata: "INCLUDE_ALL_METADATA" },
  };
  new ComputeFirewall(scope, "deny-ingress", {
    ...common,
    name: names.of("gcp_resource", "deny-ingress"),
    description: "Nothing in the network is called over it",
    direction: "INGRESS",
    sourceRanges: ["0.0.0.0/0"],
  });
  new ComputeFirewall(scope, "deny-egress", {
    ...common,
    name: names.of("gcp_resource", "deny-egress"),
    description: "What runs opens its own ways out",
    direction: "EGRESS",
    destinationRanges: ["0.0.0.0/0"],
  });
}

/** The network tag of a service's replicas, which its egress rules name as target. */
export function networkTag(names: Names, service: string): string {
  return names.of("gcp_resource", service);
}

export interface EgressProps {
  readonly names: Names;
  /** The service that connects. */
  readonly service: string;
  readonly networkId: string;
  /** The destination, as last part of the rule's name. */
  readonly to: string;
  /** Port number, as text or as a token. */
  readonly port: string;
  readonly cidr: string;
}

/** Allows a service to connect to a TCP port. */
export function allowEgress(scope: Construct, props: EgressProps): ComputeFirewall {
  const { names, service, to } = props;
  return new ComputeFirewall(scope, to, {
    name: names.of("gcp_resource", `${service}-to-${to}`),
    description: `From ${service} to ${to}`,
    network: props.networkId,
    direction: "EGRESS",
    targetTags: [networkTag(names, service)],
    destinationRanges: [props.cidr],
    allow: [{ protocol: "tcp", ports: [props.port] }],
    logConfig: { metadata: "INCLUDE_ALL_METADATA" },
  });
}
