import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Construct } from "constructs";
import type { Names } from "../../names";
import type { NetworkAttributes } from "../network/network";

/** The port of PostgreSQL. */
export const databasePort = 5432;

/**
 * When RDS makes the daily backup and when it maintains the database, in UTC; the two must not overlap. A change that
 * interrupts service waits for the maintenance.
 */
export const databaseWindows = { backup: "03:00-04:00", maintenance: "sun:04:00-sun:05:00" };

/** The user that RDS makes with the database, which may do everything in it. */
export const masterUser = "postgres";

/** What an RDS instance and an Aurora cluster have in common. */
export interface DatabaseProps {
  /** The database is in its database subnets. */
  readonly network: NetworkAttributes;
  /** The database that is made in the instance or cluster. */
  readonly databaseName: string;
  /** Days that point-in-time recovery reaches back, at most 35 (RDS limit). Documents 002 and 003: 30. */
  readonly backupDays: number;
  /** Whether AWS refuses to delete the database. Also keeps its automated backups afterwards. @default true */
  readonly deletionProtection?: boolean;
  /** Days that logs are kept, one of the values CloudWatch Logs knows. Document 003: one month. */
  readonly logDays: number;
}

export interface DatabaseNetworkProps {
  readonly names: Names;
  /** The last part of the database's identifier. */
  readonly name: string;
  readonly network: NetworkAttributes;
}

/** Where a database is reached: a security group without rules, and the database subnets of the network. */
export function databaseNetwork(scope: Construct, { names, name, network }: DatabaseNetworkProps) {
  const identifier = names.of("database", name);
  const securityGroup = new SecurityGroup(scope, "access", {
    name: names.of("security_group", `${name}-database`),
    description: `Who may reach the database ${identifier}`,
    vpcId: network.vpcId,
  });
  const subnetGroup = new DbSubnetGroup(scope, "subnets", {
    name: identifier,
    description: `Database subnets of ${identifier}`,
    subnetIds: network.databaseSubnetIds,
  });
  return { securityGroupId: securityGroup.id, subnetGroupName: subnetGroup.name };
}
