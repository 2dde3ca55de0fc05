import { duration } from "../../process/duration";
import { due, none, now, ok, type Seen, type StatusFinding } from "../finding";
import { type Regional, regional } from "./regional";
import type { StatusAccount } from "./status-account";

/** RDS and DynamoDB move the newest point every five minutes; one that is older than this, in seconds, has stopped. */
const stopped = 3600;

/** The newest point in time to which each database and table can be restored. */
export async function restoreFindings(account: StatusAccount, at: Date): Promise<StatusFinding[]> {
  const kept = ({ body }: Regional) => Number(body["backup_retention_period"] ?? 0) > 0;
  const recoverable = ({ body }: Regional) => JSON.stringify(body["point_in_time_recovery"] ?? "").includes("true");
  const looks = [
    ...regional(account, "aws_db_instance", "identifier")
      .filter(kept)
      .map((of) => ({ of, ask: instancePoint })),
    ...regional(account, "aws_rds_cluster", "cluster_identifier")
      .filter(kept)
      .map((of) => ({ of, ask: clusterPoint })),
    ...regional(account, "aws_dynamodb_table")
      .filter(recoverable)
      .map((of) => ({ of, ask: tablePoint })),
  ];
  const found = looks.map(({ of, ask }) =>
    account.ask({ topic: "backups", stacks: [of.stack.id], subject: of.name }, async () =>
      pointSeen(account, of, await ask(account, of), at),
    ),
  );
  return (await Promise.all(found)).flat();
}

/** What a service says: `gone` if there is no such thing, `off` if it keeps no backups. */
export interface Point {
  readonly is: "gone" | "off" | "on";
  readonly latest?: Date | undefined;
}

async function instancePoint(account: StatusAccount, { name, region }: Regional): Promise<Point> {
  const { RDSClient, DescribeDBInstancesCommand } = await import("@aws-sdk/client-rds");
  const client = new RDSClient(await account.options(region));
  const answer = await orGone(client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name })));
  const found = answer?.DBInstances?.[0];
  if (!found) return { is: "gone" };
  return found.BackupRetentionPeriod === 0 ? { is: "off" } : { is: "on", latest: found.LatestRestorableTime };
}

async function clusterPoint(account: StatusAccount, { name, region }: Regional): Promise<Point> {
  const { RDSClient, DescribeDBClustersCommand } = await import("@aws-sdk/client-rds");
  const client = new RDSClient(await account.options(region));
  const answer = await orGone(client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name })));
  const found = answer?.DBClusters?.[0];
  return found ? { is: "on", latest: found.LatestRestorableTime } : { is: "gone" };
}

async function tablePoint(account: StatusAccount, { name, region }: Regional): Promise<Point> {
  const { DynamoDBClient, DescribeContinuousBackupsCommand } = await import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient(await account.options(region));
  const answer = await orGone(client.send(new DescribeContinuousBackupsCommand({ TableName: name })));
  if (!answer) return { is: "gone" };
  const recovery = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  if (recovery?.PointInTimeRecoveryStatus !== "ENABLED") return { is: "off" };
  return { is: "on", latest: recovery.LatestRestorableDateTime };
}

/** An answer; nothing where the service has no such thing. */
export async function orGone<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: Error) => {
    if (/NotFound/.test(error.name)) return undefined;
    throw error;
  });
}

/** What a point means. @param of with the command that shows more, @default - the events of its service */
export function pointSeen(
  account: StatusAccount,
  { stack, name, type, region, command: own }: Regional & { readonly command?: string },
  point: Point,
  at: Date,
): Seen {
  const plan = `npm run plan -- ${stack.id}`;
  if (point.is === "gone") return due("it is not there", plan);
  if (point.is === "off") return now("it keeps no backups, and the settings want some", plan);
  if (account.emulated) return none("the emulator makes no backups");
  if (!point.latest) return due("it has no point to restore to yet", plan);
  const seconds = (at.getTime() - point.latest.getTime()) / 1000;
  const text = `can be restored to ${duration(seconds)} ago`;
  if (seconds <= stopped) return ok(text);
  const source = type === "aws_rds_cluster" ? "db-cluster" : "db-instance";
  const command =
    type === "aws_dynamodb_table"
      ? `dynamodb describe-continuous-backups --table-name ${name}`
      : `rds describe-events --source-type ${source} --source-identifier ${name} --duration 1440`;
  return now(`${text}: its backups have stopped`, account.command(own ?? command, region), {
    since: point.latest.toISOString(),
  });
}
