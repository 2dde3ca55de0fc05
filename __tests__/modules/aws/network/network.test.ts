import "cdktf/lib/testing/adapters/jest";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { VpnGatewayRoutePropagation } from "@cdktf/provider-aws/lib/vpn-gateway-route-propagation";
import { Testing } from "cdktf";
import { Network, type NetworkProps } from "../../../../modules/aws/network/network";
import { names } from "../fixtures";

const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];

function synth(props: Partial<NetworkProps> = {}): string {
  return Testing.synthScope((scope) => {
    new Network(scope, "network", { names, cidr: "10.0.0.0/16", zones, keyArn: "arn:key", ...props });
  });
}

// biome-ignore lint/suspicious/noExplicitAny: the synthesized JSON of any resource type
function resources(stack: string, type: { readonly tfResourceType: string }): any[] {
  return Object.values(JSON.parse(stack).resource[type.tfResourceType] ?? {});
}

describe("Network", () => {
  test("a VPC resolves host names and has three subnets per zone, none of which gives out public addresses", () => {
    const stack = synth();
    expect(stack).toHaveResourceWithProperties(Vpc, {
      cidr_block: "10.0.0.0/16",
      enable_dns_hostnames: true,
      enable_dns_support: true,
    });
    const subnets = resources(stack, Subnet);
    expect(subnets).toHaveLength(9);
    expect(subnets.every((subnet) => subnet.map_public_ip_on_launch === false)).toBe(true);
  });

  test("given subnets replace the computed ones, zone by zone (document 003)", () => {
    const stack = synth({
      subnets: {
        public: ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"],
        private: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
        database: ["10.0.201.0/24", "10.0.202.0/24", "10.0.203.0/24"],
      },
      publicSubnetTags: { "kubernetes.io/role/elb": "1" },
    });
    expect(stack).toHaveResourceWithProperties(Subnet, {
      availability_zone: "us-east-1b",
      cidr_block: "10.0.102.0/24",
      tags: { Name: "test-execution-prod-public-us-east-1b", "kubernetes.io/role/elb": "1" },
    });
    expect(stack).toHaveResourceWithProperties(Subnet, {
      availability_zone: "us-east-1c",
      cidr_block: "10.0.3.0/24",
      tags: { Name: "test-execution-prod-private-us-east-1c" },
    });
  });

  test("subnets that do not fit the zones are refused", () => {
    const subnets = { public: ["10.0.1.0/24"], private: ["10.0.2.0/24"], database: ["10.0.3.0/24"] };
    expect(() => synth({ subnets })).toThrow("expected 3, one per zone, found 1");
  });

  test.each([
    ["per_zone", 3, 3],
    ["one", 1, 3],
    ["none", 0, 0],
  ] as const)("with natGateways %s there are %i gateways and %i private ways out", (natGateways, gateways, routes) => {
    const stack = synth({ natGateways });
    expect(resources(stack, NatGateway)).toHaveLength(gateways);
    expect(resources(stack, Eip)).toHaveLength(gateways);
    const ways = resources(stack, Route).filter((route) => route.nat_gateway_id);
    expect(ways).toHaveLength(routes);
    expect(new Set(ways.map((route) => route.nat_gateway_id)).size).toBe(gateways);
  });

  test("database subnets have no route out", () => {
    const stack = synth();
    const tables = JSON.parse(stack).resource[RouteTable.tfResourceType];
    const [database] = Object.keys(tables).filter((table) => tables[table].tags.Name.endsWith("-database"));
    const routed = resources(stack, Route).map((route) => route.route_table_id);
    expect(routed).toHaveLength(4);
    expect(routed).not.toContain(`\${aws_route_table.${database}.id}`);
  });

  test("S3 and DynamoDB are reached through gateways from private and database subnets", () => {
    const stack = synth({ natGateways: "one" });
    for (const service of ["s3", "dynamodb"]) {
      expect(stack).toHaveResourceWithProperties(VpcEndpoint, {
        service_name: `com.amazonaws.us-east-1.${service}`,
        vpc_endpoint_type: "Gateway",
      });
    }
    expect(resources(stack, VpcEndpoint)[0].route_table_ids).toHaveLength(4);
    expect(resources(stack, VpcSecurityGroupIngressRule)).toEqual([]);
  });

  test("interface endpoints answer HTTPS from the VPC under the service's usual name", () => {
    const stack = synth({ interfaceEndpoints: ["ecr.api", "logs"] });
    expect(resources(stack, VpcEndpoint)).toHaveLength(4);
    expect(stack).toHaveResourceWithProperties(VpcEndpoint, {
      service_name: "com.amazonaws.us-east-1.ecr.api",
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
    });
    expect(stack).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
      cidr_ipv4: "10.0.0.0/16",
      from_port: 443,
      to_port: 443,
    });
  });

  test("all traffic is recorded in an encrypted log group", () => {
    const stack = synth({ flowLogDays: 365 });
    expect(stack).toHaveResourceWithProperties(FlowLog, { traffic_type: "ALL" });
    expect(stack).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/aws/vpc/test-execution-prod-flow-logs",
      kms_key_id: "arn:key",
      retention_in_days: 365,
    });
  });

  test("the default security group is emptied", () => {
    const [group] = resources(synth(), DefaultSecurityGroup);
    expect(group).toMatchObject({ ingress: [], egress: [] });
  });

  test("private subnets learn the routes of a VPN gateway where there is one", () => {
    expect(resources(synth(), VpnGatewayRoutePropagation)).toEqual([]);
    expect(resources(synth({ vpnGateway: true }), VpnGatewayRoutePropagation)).toHaveLength(3);
  });
});
