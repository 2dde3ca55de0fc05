import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import { ServiceNetworkingConnection } from "@cdktf/provider-google/lib/service-networking-connection";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { cidrSubnet } from "../../cidr";
import type { Names } from "../../names";
import { denyByDefault } from "./network-firewall";

/** What a consumer needs of a network. */
export interface NetworkAttributes {
  readonly networkId: string;
  /** Subnet of replicas and jobs. */
  readonly subnetId: string;
  /** IPv4 range of the subnet; the addresses of the cache are in it too. */
  readonly subnetCidr: string;
  /** IPv4 range of databases. */
  readonly privateServicesCidr: string;
  /** Peering with Google's private services; a database depends on it. @default - none */
  readonly privateConnection?: ITerraformDependable;
}

export interface NetworkProps {
  readonly names: Names;
  /** IPv4 range of the network, /12 to /20. Its first sixteenth is the subnet, its last sixteenth is for databases. */
  readonly cidr: string;
  /** Whether databases get their range and the peering with it. @default true */
  readonly privateServices?: boolean;
}

/**
 * A VPC with one subnet, a private connection to Cloud SQL where it is wanted, and NAT. No ingress is allowed, and egress only by the rules that
 * services add. Half of the connections and all NAT translations are logged.
 */
export class Network extends Construct implements NetworkAttributes {
  readonly networkId: string;
  readonly networkName: string;
  readonly subnetId: string;
  readonly subnetCidr: string;
  readonly privateServicesCidr: string;
  readonly privateConnection?: ITerraformDependable;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { names, cidr, privateServices = true } = props;
    this.subnetCidr = cidrSubnet(cidr, 4, 0);
    this.privateServicesCidr = cidrSubnet(cidr, 4, 15);

    const network = new ComputeNetwork(this, "network", {
      name: names.of("gcp_resource"),
      description: `Network of ${names.prefix}`,
      autoCreateSubnetworks: false,
      routingMode: "REGIONAL",
    });
    const subnet = new ComputeSubnetwork(this, "subnet", {
      name: names.of("gcp_resource"),
      network: network.id,
      region: names.region,
      ipCidrRange: this.subnetCidr,
      stackType: "IPV4_ONLY",
      privateIpGoogleAccess: true,
      logConfig: {
        // One record of a connection a minute, instead of twelve.
        aggregationInterval: "INTERVAL_1_MIN",
        flowSampling: 0.5,
        metadata: "INCLUDE_ALL_METADATA",
      },
    });
    denyByDefault(this, names, network.id);

    const router = new ComputeRouter(this, "router", {
      name: names.of("gcp_resource"),
      network: network.id,
      region: names.region,
    });
    new ComputeRouterNat(this, "nat", {
      name: names.of("gcp_resource"),
      router: router.name,
      region: names.region,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetwork: [{ name: subnet.id, sourceIpRangesToNat: ["ALL_IP_RANGES"] }],
      // Flow logs have the connections that succeed.
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    });

    if (privateServices) {
      this.privateConnection = connectPrivately(this, names, network.id, this.privateServicesCidr);
    }
    this.networkId = network.id;
    this.networkName = network.name;
    this.subnetId = subnet.id;
  }
}

/** Peering with the network of Google's private services, in which databases have addresses of the range. */
function connectPrivately(scope: Construct, names: Names, network: string, cidr: string): ITerraformDependable {
  const [address, prefixLength] = cidr.split("/");
  const range = new ComputeGlobalAddress(scope, "private-services", {
    name: names.of("gcp_resource", "private-services"),
    description: "Addresses of databases",
    network,
    purpose: "VPC_PEERING",
    addressType: "INTERNAL",
    address,
    prefixLength: Number(prefixLength),
  });
  return new ServiceNetworkingConnection(scope, "private-connection", {
    network,
    service: "servicenetworking.googleapis.com",
    reservedPeeringRanges: [range.name],
    // Google keeps its side for days after the last database is deleted; a destroy abandons the peering instead of failing.
    deletionPolicy: "ABANDON",
  });
}
