"""EC2: descriptions of rules, tags of launch templates, routes of a VPN gateway.

- The description of a security-group rule whose other side is a security group is lost, as moto reads it from the
  address range only: the second plan adds it again, every time.
- The tags of a launch template are returned as tags of the instances that it launches, and are never updated:
  the second plan removes them, or changes them again.
- EnableVgwRoutePropagation and DisableVgwRoutePropagation are missing.
"""

from moto.core.responses import EmptyResult
from moto.ec2.models.launch_templates import LaunchTemplate, LaunchTemplateVersion
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses import EC2Response

from patching import adds, replaces

SecurityGroupRule.description = property(
    lambda rule: rule.ip_range.get("Description") or rule.source_group.get("Description")
)


@replaces(LaunchTemplateVersion, "__init__")
def without_own_tags(original, self, template, number, data, description):
    specifications = data.pop("TagSpecifications", [])
    launched = [it for it in specifications if it["ResourceType"] != "launch-template"]
    original(self, template, number, data | ({"TagSpecifications": launched} if launched else {}), description)


# moto sets a copy.
LaunchTemplate.tags = property(LaunchTemplate.get_tags, lambda template, copied: None)


@adds(EC2Response)
def enable_vgw_route_propagation(self):
    gateway = self.ec2_backend.get_vpn_gateway(self._get_param("GatewayId"))
    propagate(self, [{"GatewayId": gateway.id}])
    return EmptyResult()


@adds(EC2Response)
def disable_vgw_route_propagation(self):
    propagate(self, [])
    return EmptyResult()


def propagate(response, enabled):
    """Sets which gateways write routes to a table. Gateways that the request does not name are kept."""
    table = response.ec2_backend.get_route_table(response._get_param("RouteTableId"))
    named = response._get_param("GatewayId")
    table.propagating_vgws = [it for it in getattr(table, "propagating_vgws", []) if it["GatewayId"] != named] + enabled
