import type { ElastiCacheClient, ReplicationGroup, Snapshot } from "@aws-sdk/client-elasticache";
import { shellWord } from "../../process/shell";
import { due, latest, none, ok, type Seen, type StatusFinding, timeText } from "../finding";
import { type Regional, regional } from "./regional";
import { orGone } from "./restore-points";
import type { StatusAccount } from "./status-account";

/** Hours within which ElastiCache has made the daily snapshot, with two for the start and the copy. */
const period = 26;

/** The last automatic snapshot of each cache that is to have some. */
export async function snapshotFindings(account: StatusAccount, at: Date): Promise<StatusFinding[]> {
  const found = regional(account, "aws_elasticache_replication_group", "replication_group_id")
    .filter(({ body }) => Number(body["snapshot_retention_limit"] ?? 0) > 0)
    .map((of) =>
      account.ask({ topic: "backups", stacks: [of.stack.id], subject: of.name }, () => seen(account, of, at)),
    );
  return (await Promise.all(found)).flat();
}

async function seen(account: StatusAccount, { stack, name, region }: Regional, at: Date): Promise<Seen> {
  const { ElastiCacheClient, DescribeReplicationGroupsCommand } = await import("@aws-sdk/client-elasticache");
  const client = new ElastiCacheClient(await account.options(region));
  const answer = await orGone(client.send(new DescribeReplicationGroupsCommand({ ReplicationGroupId: name })));
  const group = answer?.ReplicationGroups?.[0];
  const plan = `npm run plan -- ${stack.id}`;
  if (!group) return due("it is not there", plan);
  if (account.emulated) return none("the emulator makes no backups");
  if (group.SnapshotRetentionLimit === 0) return due("it makes no snapshots, and the settings want some", plan);
  const last = newest(await snapshotsOf(client, name, group));
  const hours = (since: Date) => (at.getTime() - since.getTime()) / 3_600_000;
  if (last && hours(last) <= period) return ok(`the last snapshot is of ${timeText(last)}`);
  const { ReplicationGroupCreateTime: made } = group;
  if (!last && made && hours(made) < period) return ok("the cache is new: its first snapshot is still to come");
  const text = last ? `the last snapshot is of ${timeText(last)}` : `no snapshot in ${period} hours`;
  const command = `elasticache describe-events --source-type replication-group --source-identifier ${shellWord(name)} --duration 1440`;
  return due(`${text}: one is due each day`, account.command(command, region), {
    ...(last && { since: last.toISOString() }),
  });
}

/** The automatic snapshots. Of a group of one shard they may carry the id of the node that they were taken from instead. */
async function snapshotsOf(client: ElastiCacheClient, name: string, group: ReplicationGroup): Promise<Snapshot[]> {
  const { paginateDescribeSnapshots } = await import("@aws-sdk/client-elasticache");
  const places = [
    { ReplicationGroupId: name },
    ...(group.MemberClusters ?? []).map((CacheClusterId) => ({ CacheClusterId })),
  ];
  for (const place of places) {
    const found: Snapshot[] = [];
    for await (const { Snapshots = [] } of paginateDescribeSnapshots(
      { client },
      { ...place, SnapshotSource: "system" },
    ))
      found.push(...Snapshots);
    if (found.length > 0) return found;
  }
  return [];
}

/** When the newest whole snapshot was taken: that of its last node. */
function newest(snapshots: readonly Snapshot[]): Date | undefined {
  const whole = snapshots.filter(({ SnapshotStatus }) => SnapshotStatus === "available");
  return latest(
    whole.flatMap(({ NodeSnapshots = [] }) =>
      NodeSnapshots.flatMap(({ SnapshotCreateTime }) => SnapshotCreateTime ?? []),
    ),
  );
}
