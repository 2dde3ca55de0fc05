from tests import EmulatorTest, client


class SecurityGroupRules(EmulatorTest):
    def test_a_rule_between_two_groups_keeps_its_description(self):
        ec2 = client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        source, target = (
            ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"] for name in ("from", "to")
        )
        pair = {"GroupId": source, "Description": "from the load balancer"}
        ec2.authorize_security_group_ingress(
            GroupId=target,
            IpPermissions=[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [pair]}],
        )
        filters = [{"Name": "group-id", "Values": [target]}]
        rules = ec2.describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
        self.assertEqual([it["Description"] for it in rules if not it["IsEgress"]], ["from the load balancer"])


class LaunchTemplates(EmulatorTest):
    def test_the_tags_of_a_template_are_not_those_of_what_it_launches(self):
        ec2 = client("ec2")
        instance = {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "node"}]}
        own = {"ResourceType": "launch-template", "Tags": [{"Key": "Stack", "Value": "lab"}]}
        template = ec2.create_launch_template(
            LaunchTemplateName="lab", LaunchTemplateData={"TagSpecifications": [instance]}, TagSpecifications=[own]
        )["LaunchTemplate"]
        self.assertEqual(template["Tags"], own["Tags"])
        [version] = ec2.describe_launch_template_versions(LaunchTemplateName="lab")["LaunchTemplateVersions"]
        self.assertEqual(version["LaunchTemplateData"]["TagSpecifications"], [instance])

        ec2.delete_tags(Resources=[template["LaunchTemplateId"]], Tags=own["Tags"])
        [changed] = ec2.describe_launch_templates(LaunchTemplateNames=["lab"])["LaunchTemplates"]
        self.assertEqual(changed.get("Tags", []), [])


class VpnGateways(EmulatorTest):
    def test_a_gateway_writes_routes_to_a_table_until_it_is_told_not_to(self):
        ec2 = client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        gateways = lambda: ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["PropagatingVgws"]
        for _ in range(2):
            ec2.enable_vgw_route_propagation(GatewayId=gateway, RouteTableId=table)
        self.assertEqual(gateways(), [{"GatewayId": gateway}])
        ec2.disable_vgw_route_propagation(GatewayId=gateway, RouteTableId=table)
        self.assertEqual(gateways(), [])
