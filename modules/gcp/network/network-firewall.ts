import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import type { Construct } from "constructs";
import type { Names } from "../../names";

/** Before Google's own implied rules, which let everything out and log nothing; after every rule that opens a way. */
const lastPriority = 65_534;

/**
 * Stops every connection of a network, in and out, that no other rule allows, and logs it. Google writes no firewall log for
 * what comes from Cloud Run; flow logs and NAT logs show that.
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

/** The network tag that what runs for a service carries, and that its ways out name. */
export function networkTag(names: Names, service: string): string {
  return names.of("gcp_resource", service);
}

export interface WayOutProps {
  readonly names: Names;
  /** Who connects. */
  readonly service: string;
  readonly networkId: string;
  /** What it connects to: the last part of the rule's name. */
  readonly to: string;
  /** Or a token of it. */
  readonly port: string;
  readonly cidr: string;
}

/** Lets a service connect to a port. */
export function allowEgress(scope: Construct, props: WayOutProps): ComputeFirewall {
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
