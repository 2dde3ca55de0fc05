import { NetworkSecurityRule } from "@cdktf/provider-azurerm/lib/network-security-rule";
import type { Construct } from "constructs";
import type { ResourceGroupAttributes } from "../placement";

/** Traffic that a security group allows. */
export interface TrafficRule {
  /** 100 to 4095, unique per direction; the rule with the lowest number that matches applies. */
  readonly priority: number;
  readonly description: string;
  /** @default "Inbound" */
  readonly direction?: "Inbound" | "Outbound";
  /** @default "Tcp" */
  readonly protocol?: "Tcp" | "Udp" | "*";
  /** Addresses in CIDR notation, or one service tag such as `GatewayManager`. @default ["*"] */
  readonly from?: readonly string[];
  /** As `from`. @default ["*"] */
  readonly to?: readonly string[];
  /** Ports and ranges. @default ["*"] */
  readonly ports?: readonly string[];
}

/** A security group, as the modules that add rules take it. */
export interface SecurityGroupAttributes {
  readonly name: string;
  readonly resourceGroup: Pick<ResourceGroupAttributes, "name">;
}

/** Adds a rule to a security group that allows traffic. The id is also the rule's name. */
export function allowTraffic(scope: Construct, id: string, group: SecurityGroupAttributes, rule: TrafficRule): void {
  addRule(scope, id, group, rule, "Allow");
}

/** Denies everything that no rule allows; Azure's default rules allow the whole network in and everything out. */
export function denyRest(scope: Construct, group: SecurityGroupAttributes, direction: "Inbound" | "Outbound"): void {
  const id = `deny-${direction.toLowerCase()}`;
  const rule = { priority: 4096, description: "Nothing else", direction, protocol: "*" as const };
  addRule(scope, id, group, rule, "Deny");
}

function addRule(
  scope: Construct,
  id: string,
  group: SecurityGroupAttributes,
  rule: TrafficRule,
  access: "Allow" | "Deny",
): void {
  const { from = ["*"], to = ["*"], ports = ["*"] } = rule;
  // Azure has a separate argument for several values, which accepts neither `*` nor a service tag.
  const one = (values: readonly string[]) => (values.length === 1 ? values[0] : undefined);
  const several = (values: readonly string[]) => (values.length === 1 ? undefined : [...values]);
  new NetworkSecurityRule(scope, id, {
    name: id,
    resourceGroupName: group.resourceGroup.name,
    networkSecurityGroupName: group.name,
    priority: rule.priority,
    description: rule.description,
    direction: rule.direction ?? "Inbound",
    access,
    protocol: rule.protocol ?? "Tcp",
    sourcePortRange: "*",
    sourceAddressPrefix: one(from),
    sourceAddressPrefixes: several(from),
    destinationAddressPrefix: one(to),
    destinationAddressPrefixes: several(to),
    destinationPortRange: one(ports),
    destinationPortRanges: several(ports),
  });
}
