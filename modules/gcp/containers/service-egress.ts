import type { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import { Construct } from "constructs";
import { portText } from "../../container-variables";
import type { Names } from "../../names";
import type { NetworkAttributes } from "../network/network";
import { allowEgress } from "../network/network-firewall";
import type { ServiceConnections } from "./service-connections";

export interface ServiceEgressProps {
  readonly names: Names;
  /** The service within the system. */
  readonly service: string;
  readonly network: NetworkAttributes;
  readonly connections: ServiceConnections;
}

/** Firewall rules that let a service connect to HTTPS anywhere and to the database and cache it uses. */
export class ServiceEgress extends Construct {
  /** A service depends on them, because a replica needs them while it starts. */
  readonly rules: readonly ComputeFirewall[];

  constructor(scope: Construct, id: string, props: ServiceEgressProps) {
    super(scope, id);
    const { names, service, network } = props;
    const { database, cache } = props.connections;
    const open = (to: string, port: string, cidr: string) =>
      allowEgress(this, { names, service, networkId: network.networkId, to, port, cidr });

    this.rules = [
      open("https", "443", "0.0.0.0/0"), // Google's APIs, for example, have no fixed addresses.
      ...(database ? [open("database", portText(database.port), network.privateServicesCidr)] : []),
      ...(cache ? [open("cache", portText(cache.port), network.subnetCidr)] : []),
    ];
  }
}
