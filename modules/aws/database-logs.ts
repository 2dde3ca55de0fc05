import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

/** The logs that an RDS PostgreSQL instance can export. */
export const exportedLogs = ["postgresql", "upgrade"] as const;

export interface DatabaseLogsProps {
  readonly identifier: string;
  readonly keyArn: string;
  /** Days that logs are kept. */
  readonly logDays: number;
}

/** The log groups of one RDS instance, made before it: those that RDS makes are not encrypted and never expire. */
export function databaseLogGroups(scope: Construct, id: string, props: DatabaseLogsProps): CloudwatchLogGroup[] {
  const parent = new Construct(scope, id);
  return exportedLogs.map(
    (log) =>
      new CloudwatchLogGroup(parent, log, {
        name: logGroupName(props.identifier, log),
        kmsKeyId: props.keyArn,
        retentionInDays: props.logDays,
      }),
  );
}

/** Where RDS writes a log: it knows no other name. */
export function logGroupName(identifier: string, log: (typeof exportedLogs)[number]): string {
  return `/aws/rds/instance/${identifier}/${log}`;
}
