import "cdktf/lib/testing/adapters/jest";
import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import { ServiceNetworkingConnection } from "@cdktf/provider-google/lib/service-networking-connection";
import { Testing } from "cdktf";
import { Network } from "../../../../modules/gcp/network/network";
import { names, resourcesOf } from "../fixtures";

function synth(cidr = "10.20.0.0/16"): string {
  return Testing.synthScope((scope) => {
    new Network(scope, "network", { names, cidr });
  });
}

describe("Network", () => {
  test("the one subnet is ours alone, reaches Google privately and logs its connections", () => {
    expect(synth()).toHaveResourceWithProperties(ComputeNetwork, { auto_create_subnetworks: false });
    expect(resourcesOf(synth(), ComputeSubnetwork)).toEqual([
      expect.objectContaining({
        ip_cidr_range: "10.20.0.0/20",
        region: "us-central1",
        private_ip_google_access: true,
        log_config: expect.objectContaining({ flow_sampling: 0.5, metadata: "INCLUDE_ALL_METADATA" }),
      }),
    ]);
  });

  test("databases get their addresses from a range of their own, through a private connection", () => {
    const stack = synth();
    expect(stack).toHaveResourceWithProperties(ComputeGlobalAddress, {
      purpose: "VPC_PEERING",
      address_type: "INTERNAL",
      address: "10.20.240.0",
      prefix_length: 20,
    });
    expect(stack).toHaveResourceWithProperties(ServiceNetworkingConnection, {
      service: "servicenetworking.googleapis.com",
      reserved_peering_ranges: [expect.stringContaining("google_compute_global_address.")],
    });
  });

  test("what runs in the subnet goes out through NAT, which logs", () => {
    expect(synth()).toHaveResourceWithProperties(ComputeRouterNat, {
      nat_ip_allocate_option: "AUTO_ONLY",
      source_subnetwork_ip_ranges_to_nat: "LIST_OF_SUBNETWORKS",
      log_config: { enable: true, filter: "ALL" },
    });
  });

  test("no connection is allowed in or out, and each that is stopped is logged", () => {
    const rules = resourcesOf(synth(), ComputeFirewall);
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

  test("a range that is not at its start is refused", () => {
    expect(() => synth("10.20.1.0/16")).toThrow("expected the first address of its range");
  });
});
