import { shellWord } from "../../process/shell";
import { latest, type StatusFinding } from "../finding";
import type { Regional } from "./regional";
import { orGone, type Point, pointSeen } from "./restore-points";
import type { StatusAccount } from "./status-account";

const type = "aws_db_instance_automated_backups_replication";

interface Replication extends Regional {
  /** The region of the database. */
  readonly from: string;
}

/** The newest point to which each database can be restored in the region that gets copies of its backups. */
export async function replicationFindings(account: StatusAccount, at: Date): Promise<StatusFinding[]> {
  const found = replicationsOf(account).map((of) =>
    account.ask({ topic: "backups", stacks: [of.stack.id], subject: `${of.name} in ${of.region}` }, async () => {
      const command = `rds describe-db-instance-automated-backups --db-instance-identifier ${shellWord(of.name)}`;
      return pointSeen(account, { ...of, command }, await newestPoint(account, of), at);
    }),
  );
  return (await Promise.all(found)).flat();
}

/** Each by the name of its database. */
function replicationsOf(account: StatusAccount): Replication[] {
  return account.stacks.flatMap((stack) =>
    stack.resources(type).flatMap(({ address, body }) => {
      const source = stack.referred(body["source_db_instance_arn"]);
      const name = source?.body["identifier"];
      if (!source || typeof name !== "string" || name.includes("${")) return [];
      const [region, from] = [body, source.body].map((of) => stack.regionOf(of) ?? account.identity.region);
      return [{ stack, type, name, region, from, address, body } as Replication];
    }),
  );
}

/**
 * The copies carry the region of their database, while those of a database of this region carry this one's
 * (https://docs.aws.amazon.com/cli/latest/reference/rds/stop-db-instance-automated-backups-replication.html has one).
 */
async function newestPoint(account: StatusAccount, { name, region, from }: Replication): Promise<Point> {
  const { RDSClient, DescribeDBInstanceAutomatedBackupsCommand } = await import("@aws-sdk/client-rds");
  const client = new RDSClient(await account.options(region));
  const command = new DescribeDBInstanceAutomatedBackupsCommand({ DBInstanceIdentifier: name });
  const { DBInstanceAutomatedBackups = [] } = (await orGone(client.send(command))) ?? {};
  const copies = DBInstanceAutomatedBackups.filter(({ Region }) => Region === from);
  if (copies.length === 0) return { is: "gone" };
  // Those of an earlier database of this name are kept for a while.
  return { is: "on", latest: latest(copies.flatMap(({ RestoreWindow }) => RestoreWindow?.LatestTime ?? [])) };
}
