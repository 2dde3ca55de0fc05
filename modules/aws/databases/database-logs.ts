import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

/** The logs that an RDS PostgreSQL instance can export. */
export const exportedLogs = ["postgresql", "upgrade"] as const;

/** The log that an Aurora PostgreSQL cluster exports. */
export const exportedClusterLogs = ["postgresql"] as const;

type Log = (typeof exportedLogs)[number];
type LogOwner = "instance" | "cluster";

export interface DatabaseLogsProps {
  readonly identifier: string;
  readonly keyArn: string;
  /** Days that logs are kept. */
  readonly logDays: number;
  /** Whose logs: of one instance, or of a whole Aurora cluster. @default "instance" */
  readonly owner?: LogOwner;
}

/** The log groups of one RDS instance or Aurora cluster, made before it: those that RDS makes are not encrypted and never expire. */
export function databaseLogGroups(scope: Construct, id: string, props: DatabaseLogsProps): CloudwatchLogGroup[] {
  const parent = new Construct(scope, id);
  const { owner = "instance" } = props;
  const logs: readonly Log[] = owner === "cluster" ? exportedClusterLogs : exportedLogs;
  return logs.map(
    (log) =>
      new CloudwatchLogGroup(parent, log, {
        name: logGroupName(props.identifier, log, owner),
        kmsKeyId: props.keyArn,
        retentionInDays: props.logDays,
      }),
  );
}

/** Where RDS writes a log: it knows no other name. */
export function logGroupName(identifier: string, log: Log, owner: LogOwner = "instance"): string {
  return `/aws/rds/${owner}/${identifier}/${log}`;
}
