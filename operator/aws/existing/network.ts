import type { Filter } from "@aws-sdk/client-ec2";
import type { ClientOptions } from "../client";
import { type Attributes, existing, type Finder, finder } from "./finder";

/** Networks: what EC2 refuses to make twice and gives an id of its own. */
export const network: Readonly<Record<string, Finder>> = {
  aws_security_group: finder(["name", "vpc_id"], async ({ name, vpc_id }, options) => {
    const { DescribeSecurityGroupsCommand, ec2 } = await load(options);
    const Filters = filters({ "group-name": name, "vpc-id": vpc_id });
    const group = (await ec2.send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups?.[0];
    return existing(group?.GroupId, group?.Tags ?? []);
  }),

  aws_subnet: finder(["vpc_id", "cidr_block"], async ({ vpc_id, cidr_block }, options) => {
    const { DescribeSubnetsCommand, ec2 } = await load(options);
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters: filters({ "vpc-id": vpc_id }) }));
    const subnet = Subnets?.find(({ CidrBlock }) => CidrBlock === cidr_block);
    return existing(subnet?.SubnetId, subnet?.Tags ?? []);
  }),

  aws_vpc_endpoint: finder(["vpc_id", "service_name"], async ({ vpc_id, service_name }, options) => {
    const { DescribeVpcEndpointsCommand, ec2 } = await load(options);
    const Filters = filters({ "vpc-id": vpc_id, "service-name": service_name });
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
    const endpoint = VpcEndpoints?.find(({ State }) => !/^delet|^reject|^fail/i.test(State ?? ""));
    return existing(endpoint?.VpcEndpointId, endpoint?.Tags ?? []);
  }),

  aws_nat_gateway: finder(["subnet_id", "allocation_id"], async ({ subnet_id, allocation_id }, options) => {
    const { DescribeNatGatewaysCommand, ec2 } = await load(options);
    const Filter = filters({ "subnet-id": subnet_id });
    const { NatGateways } = await ec2.send(new DescribeNatGatewaysCommand({ Filter }));
    const gateway = NatGateways?.find(
      ({ State, NatGatewayAddresses }) =>
        /^(pending|available)$/.test(State ?? "") &&
        NatGatewayAddresses?.some(({ AllocationId }) => AllocationId === allocation_id),
    );
    return existing(gateway?.NatGatewayId, gateway?.Tags ?? []);
  }),

  aws_flow_log: finder(["vpc_id", "log_destination"], async ({ vpc_id, log_destination }, options) => {
    const { DescribeFlowLogsCommand, ec2 } = await load(options);
    const { FlowLogs } = await ec2.send(new DescribeFlowLogsCommand({ Filter: filters({ "resource-id": vpc_id }) }));
    const log = FlowLogs?.find(
      ({ LogDestination, LogGroupName }) =>
        LogDestination === log_destination || (LogGroupName && log_destination.endsWith(`:log-group:${LogGroupName}`)),
    );
    return existing(log?.FlowLogId, log?.Tags ?? []);
  }),

  aws_launch_template: finder(["name"], async ({ name }, options) => {
    const { DescribeLaunchTemplatesCommand, ec2 } = await load(options);
    const { LaunchTemplates } = await ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: [name] }));
    return existing(LaunchTemplates?.[0]?.LaunchTemplateId, LaunchTemplates?.[0]?.Tags ?? []);
  }),

  aws_vpc_security_group_egress_rule: finder(["security_group_id", "ip_protocol"], (known, options, planned) =>
    findRule(known.security_group_id, planned, true, options),
  ),
  aws_vpc_security_group_ingress_rule: finder(["security_group_id", "ip_protocol"], (known, options, planned) =>
    findRule(known.security_group_id, planned, false, options),
  ),
};

async function findRule(group: string, planned: Attributes, isEgress: boolean, options: ClientOptions) {
  const { DescribeSecurityGroupRulesCommand, ec2 } = await load(options);
  const Filters = filters({ "group-id": group });
  const { SecurityGroupRules } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
  const isAll = planned["ip_protocol"] === "-1";
  // A port that is not set is -1 in the service's answer, or absent.
  const port = (value: unknown) => (isAll ? -1 : Number(value ?? -1));
  const rule = SecurityGroupRules?.find(
    (it) =>
      it.IsEgress === isEgress &&
      it.IpProtocol === planned["ip_protocol"] &&
      port(it.FromPort) === port(planned["from_port"]) &&
      port(it.ToPort) === port(planned["to_port"]) &&
      (it.CidrIpv4 ?? "") === (planned["cidr_ipv4"] ?? "") &&
      (it.CidrIpv6 ?? "") === (planned["cidr_ipv6"] ?? "") &&
      (it.PrefixListId ?? "") === (planned["prefix_list_id"] ?? "") &&
      (it.ReferencedGroupInfo?.GroupId ?? "") === (planned["referenced_security_group_id"] ?? ""),
  );
  return existing(rule?.SecurityGroupRuleId, rule?.Tags ?? []);
}

function filters(by: Readonly<Record<string, string>>): Filter[] {
  return Object.entries(by).map(([Name, value]) => ({ Name, Values: [value] }));
}

async function load(options: ClientOptions) {
  const sdk = await import("@aws-sdk/client-ec2");
  return { ...sdk, ec2: new sdk.EC2Client(options) };
}
