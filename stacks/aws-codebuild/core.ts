import type { Construct } from "constructs";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import { Table } from "../../modules/aws/stores/table";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";

export interface Core {
  readonly artifacts: ObjectStore;
  readonly locks: Table;
  /** Only where old logs go to Glacier. */
  readonly logArchive?: ObjectStore;
}

/** The stores that everything else uses: artifacts of builds, locks on work items, and the archive of old logs. */
export function addCore(stack: Construct, settings: PlatformSettings["aws-codebuild"], context: AwsContext): Core {
  const { names, destroyable, logDays } = context;
  const accessLogs = new ObjectStore(stack, "access-logs", {
    names,
    name: "access-logs",
    destroyable,
    logDelivery: ["s3"],
    lifecycle: { noncurrentDays: 1, expireDays: logDays },
  });
  const artifacts = new ObjectStore(stack, "artifacts", {
    ...context,
    name: "artifacts",
    accessLogs,
    lifecycle: { noncurrentDays: settings.artifacts.noncurrent_days, intelligentTiering: true },
    transferAcceleration: settings.artifacts.transfer_acceleration,
  });
  const locks = new Table(stack, "locks", {
    ...context,
    name: "locks",
    partitionKey: "id",
    sortKey: null,
    ttlAttribute: "expires_at",
  });
  const { archive_days, expire_days } = settings.logs;
  const logArchive =
    archive_days === undefined
      ? undefined
      : new ObjectStore(stack, "log-archive", {
          ...context,
          name: "logs",
          accessLogs,
          lifecycle: { noncurrentDays: 1, glacierDays: archive_days, expireDays: expire_days },
        });
  return { artifacts, locks, logArchive };
}
