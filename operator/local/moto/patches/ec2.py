"""EC2: the description of a security-group rule whose other side is a security group.

moto reads it from the address range only: the second plan adds the description again, every time.
"""

from moto.ec2.models.security_groups import SecurityGroupRule

SecurityGroupRule.description = property(
    lambda rule: rule.ip_range.get("Description") or rule.source_group.get("Description")
)
