import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { logGroupName } from "../../names";

/** The logs that an RDS PostgreSQL instance can export. */
export const exportedLogs = ["postgresql", "upgrade"] as const;

/** The log that an Aurora PostgreSQL cluster exports. */
export const exportedClusterLogs = ["postgresql"] as const;

type Log = (typeof exportedLogs)[number];
type LogOwner = "instance" | "cluster";

/** Of which database the log groups are, and how long they keep logs. */
export interface DatabaseLogsProps {
  /** Identifier of the instance or cluster. */
  readonly identifier: string;
  /** Encrypts the logs; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** Days that logs are kept. */
  readonly logDays: number;
  /** Whether the logs are those of one instance or of a whole Aurora cluster. @default "instance" */
  readonly owner?: LogOwner;
}

/** The log groups of a database. */
export interface DatabaseLogGroups {
  /** What the database must wait for: groups that RDS makes itself are unencrypted and never expire. */
  readonly groups: CloudwatchLogGroup[];
  /** Name of the group of the PostgreSQL log, as a reference: who reads it waits for it. */
  readonly postgresqlName: string;
}

/** The log groups of an RDS instance or Aurora cluster. */
export function databaseLogGroups(scope: Construct, id: string, props: DatabaseLogsProps): DatabaseLogGroups {
  const parent = new Construct(scope, id);
  const { owner = "instance" } = props;
  const logs: readonly Log[] = owner === "cluster" ? exportedClusterLogs : exportedLogs;
  const [postgresql, ...others] = logs.map(
    (log) =>
      new CloudwatchLogGroup(parent, log, {
        // RDS fixes the name.
        name: logGroupName("/aws/rds", owner, props.identifier, log),
        kmsKeyId: props.keyArn,
        retentionInDays: props.logDays,
      }),
  ) as [CloudwatchLogGroup, ...CloudwatchLogGroup[]];
  return { groups: [postgresql, ...others], postgresqlName: postgresql.name };
}
