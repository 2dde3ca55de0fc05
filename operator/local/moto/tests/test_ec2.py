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
