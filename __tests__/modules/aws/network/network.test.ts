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
import { Network, type NetworkProps } from "../../../../modules/aws/network/network";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
const required: NetworkProps = {
  names,
  cidr: "10.0.0.0/16",
  zones,
  keyArn: "arn:key",
  natGateways: "per_zone",
  interfaceEndpoints: [],
  flowLogDays: 30,
  vpnGateway: false,
};

const make = (props: Partial<NetworkProps> = {}) =>
  synthesized((scope) => {
    new Network(scope, "network", { ...required, ...props });
  });

describe("Network", () => {
  test("a VPC resolves host names and has three subnets per zone, none of which gives out public addresses", () => {
    const stack = make();
    expect(stack).toHaveResourceWithProperties(Vpc, {
      cidr_block: "10.0.0.0/16",
      enable_dns_hostnames: true,
      enable_dns_support: true,
    });
    const subnets = stack.all(Subnet);
    expect(subnets).toHaveLength(9);
    expect(subnets.every((subnet) => subnet.map_public_ip_on_launch === false)).toBe(true);
  });

  test("given subnets replace the computed ones, zone by zone (document 003)", () => {
    const stack = make({
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
    expect(() => make({ subnets })).toThrow("expected 3, one per zone, found 1");
  });

  test.each([
    ["per_zone", 3, 3],
    ["one", 1, 3],
    ["none", 0, 0],
  ] as const)("with natGateways %s there are %i gateways and %i private ways out", (natGateways, gateways, routes) => {
    const stack = make({ natGateways });
    expect(stack.all(NatGateway)).toHaveLength(gateways);
    expect(stack.all(Eip)).toHaveLength(gateways);
    const ways = stack.all(Route).filter((route) => route.nat_gateway_id);
    expect(ways).toHaveLength(routes);
    expect(new Set(ways.map((route) => route.nat_gateway_id)).size).toBe(gateways);
  });

  test("database subnets have no route out", () => {
    const stack = make();
    const tables = Object.entries(stack.byName(RouteTable));
    const [[database] = []] = tables.filter(([, { tags }]) => tags.Name.endsWith("-database"));
    expect(database).toBeDefined();
    const routed = stack.all(Route).map((route) => route.route_table_id);
    expect(routed).toHaveLength(4);
    expect(routed).not.toContain(`\${aws_route_table.${database}.id}`);
  });

  test("S3 and DynamoDB are reached through gateways from private and database subnets", () => {
    const stack = make({ natGateways: "one" });
    for (const service of ["s3", "dynamodb"]) {
      expect(stack).toHaveResourceWithProperties(VpcEndpoint, {
        service_name: `com.amazonaws.us-east-1.${service}`,
        vpc_endpoint_type: "Gateway",
      });
    }
    expect(stack.all(VpcEndpoint)[0].route_table_ids).toHaveLength(4);
    expect(stack.all(VpcSecurityGroupIngressRule)).toEqual([]);
  });

  test("interface endpoints answer HTTPS from the VPC under the service's usual name", () => {
    const stack = make({ interfaceEndpoints: ["ecr.api", "logs"] });
    expect(stack.all(VpcEndpoint)).toHaveLength(4);
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
    const stack = make({ flowLogDays: 365 });
    expect(stack).toHaveResourceWithProperties(FlowLog, { traffic_type: "ALL" });
    expect(stack).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/aws/vpc/test-execution-prod-flow-logs",
      kms_key_id: "arn:key",
      retention_in_days: 365,
    });
  });

  test("the default security group is emptied", () => {
    const [group] = make().all(DefaultSecurityGroup);
    expect(group).toMatchObject({ ingress: [], egress: [] });
  });

  test("private subnets learn the routes of a VPN gateway where there is one", () => {
    expect(make().all(VpnGatewayRoutePropagation)).toEqual([]);
    expect(make({ vpnGateway: true }).all(VpnGatewayRoutePropagation)).toHaveLength(3);
  });
});
