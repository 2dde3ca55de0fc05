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

/** The log groups of an RDS instance or Aurora cluster. They must exist first: those that RDS makes are unencrypted and never expire. */
export function databaseLogGroups(scope: Construct, id: string, props: DatabaseLogsProps): CloudwatchLogGroup[] {
  const parent = new Construct(scope, id);
  const { owner = "instance" } = props;
  const logs: readonly Log[] = owner === "cluster" ? exportedClusterLogs : exportedLogs;
  return logs.map(
    (log) =>
      new CloudwatchLogGroup(parent, log, {
        name: databaseLogName(props.identifier, log, owner),
        kmsKeyId: props.keyArn,
        retentionInDays: props.logDays,
      }),
  );
}

/** The name of the group to which RDS writes a log. RDS fixes it. */
export function databaseLogName(identifier: string, log: Log, owner: LogOwner = "instance"): string {
  return logGroupName("/aws/rds", owner, identifier, log);
}
