import "cdktf/lib/testing/adapters/jest";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Testing } from "cdktf";
import { PublicAlias, type PublicAliasProps } from "../../../../modules/aws/edge/public-alias";

function synth(props: Partial<PublicAliasProps> = {}): string {
  return Testing.synthScope((scope) => {
    const target = { dnsName: "lb.elb.amazonaws.com", zoneId: "ZELB" };
    new PublicAlias(scope, "address", { zoneId: "Z1", name: "app.example.com", target, ...props });
  });
}

function records(synthesized: string): Record<string, unknown>[] {
  return Object.values(JSON.parse(synthesized).resource[Route53Record.tfResourceType]);
}

describe("PublicAlias", () => {
  test("a name leads to its target, and nobody checks it", () => {
    const synthesized = synth();
    const [record, ...others] = records(synthesized);
    expect(record).toMatchObject({
      zone_id: "Z1",
      name: "app.example.com",
      type: "A",
      alias: { name: "lb.elb.amazonaws.com", zone_id: "ZELB", evaluate_target_health: false },
    });
    expect(record).not.toHaveProperty("set_identifier");
    expect(others).toEqual([]);
    expect(synthesized).not.toHaveResource(Route53HealthCheck);
  });

  test("a target with IPv6 has a record for it too", () => {
    expect(records(synth({ ipv6: true })).map(({ type }) => type)).toEqual(["A", "AAAA"]);
  });

  test("the primary keeps the name while its own address answers every 30 seconds, but for three times in a row", () => {
    const synthesized = synth({ failover: { role: "primary", healthPath: "/health/ready" } });
    expect(synthesized).toHaveResourceWithProperties(Route53HealthCheck, {
      type: "HTTPS",
      fqdn: "lb.elb.amazonaws.com",
      port: 443,
      enable_sni: false,
      resource_path: "/health/ready",
      request_interval: 30,
      failure_threshold: 3,
    });
    expect(records(synthesized)).toEqual([
      expect.objectContaining({
        set_identifier: "primary",
        failover_routing_policy: { type: "PRIMARY" },
        health_check_id: expect.stringContaining("aws_route53_health_check."),
      }),
    ]);
  });

  test("the secondary answers whenever the primary does not, without a check of its own", () => {
    const synthesized = synth({ failover: { role: "secondary", healthPath: "/health/ready" } });
    const [record] = records(synthesized);
    expect(record).toMatchObject({ set_identifier: "secondary", failover_routing_policy: { type: "SECONDARY" } });
    expect(record).not.toHaveProperty("health_check_id");
    expect(synthesized).not.toHaveResource(Route53HealthCheck);
  });
});
