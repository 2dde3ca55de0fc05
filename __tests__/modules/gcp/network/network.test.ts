import "cdktf/lib/testing/adapters/jest";
import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import { ServiceNetworkingConnection } from "@cdktf/provider-google/lib/service-networking-connection";
import { Network } from "../../../../modules/gcp/network/network";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (cidr = "10.20.0.0/16") =>
  synthesized((scope) => {
    new Network(scope, "network", { names, cidr });
  });

describe("Network", () => {
  test("there is one subnet, which reaches Google's APIs privately and logs half of its connections", () => {
    expect(make()).toHaveResourceWithProperties(ComputeNetwork, { auto_create_subnetworks: false });
    expect(make().all(ComputeSubnetwork)).toEqual([
      expect.objectContaining({
        ip_cidr_range: "10.20.0.0/20",
        region: "us-central1",
        private_ip_google_access: true,
        log_config: expect.objectContaining({ flow_sampling: 0.5, metadata: "INCLUDE_ALL_METADATA" }),
      }),
    ]);
  });

  test("databases get addresses of a range of their own, through a private connection", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(ComputeGlobalAddress, {
      purpose: "VPC_PEERING",
      address_type: "INTERNAL",
      address: "10.20.240.0",
      prefix_length: 20,
    });
    expect(made).toHaveResourceWithProperties(ServiceNetworkingConnection, {
      service: "servicenetworking.googleapis.com",
      reserved_peering_ranges: [expect.stringContaining("google_compute_global_address.")],
    });
  });

  test("connections are recorded once a minute, and by NAT only where they fail", () => {
    expect(make()).toHaveResourceWithProperties(ComputeSubnetwork, {
      log_config: { aggregation_interval: "INTERVAL_1_MIN", flow_sampling: 0.5, metadata: "INCLUDE_ALL_METADATA" },
    });
  });

  test("egress to the internet goes through NAT, which logs what fails", () => {
    expect(make()).toHaveResourceWithProperties(ComputeRouterNat, {
      nat_ip_allocate_option: "AUTO_ONLY",
      source_subnetwork_ip_ranges_to_nat: "LIST_OF_SUBNETWORKS",
      log_config: { enable: true, filter: "ERRORS_ONLY" },
    });
  });

  test("by default no connection is allowed in or out, and refused ones are logged", () => {
    const rules = make().all(ComputeFirewall);
    expect(rules).toHaveLength(2);
    for (const [direction, side] of [
      ["INGRESS", "source_ranges"],
      ["EGRESS", "destination_ranges"],
    ]) {
      expect(rules).toContainEqual(
        expect.objectContaining({
          direction,
          [side]: ["0.0.0.0/0"],
          deny: [{ protocol: "all" }],
          log_config: { metadata: "INCLUDE_ALL_METADATA" },
        }),
      );
    }
    expect(rules.every((rule) => !("allow" in rule))).toBe(true);
  });

  test("a range that does not begin at its first address is refused", () => {
    expect(() => make("10.20.1.0/16")).toThrow("expected the first address of its range");
  });
});
