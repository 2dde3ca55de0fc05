import type { StackView } from "../../preflight/look/stack-view";
import { count, due, ok, type Seen, type StatusFinding } from "../finding";
import type { AzurePlace } from "./azure-place";

/** Hours within which a daily backup must have ended, and a weekly one. */
const dayHours = 26;
const weekHours = 7 * 24 + 2;

interface Job {
  readonly status?: string;
  readonly operationCategory?: string;
  readonly dataSourceId?: string;
  readonly dataSourceName?: string;
  readonly startTime?: string;
}

/** The jobs of backup vaults (https://learn.microsoft.com/rest/api/dataprotection/backup-jobs/list). */
export async function backups(place: AzurePlace, at: Date): Promise<StatusFinding[]> {
  const { ask, stack, group, groupName } = place;
  const vaults = stack.resources("azurerm_data_protection_backup_vault");
  const found = vaults.map(({ address, body: { name } }) => {
    const vault = String(name);
    return ask({ topic: "backups", stacks: [stack.id], subject: vault }, async (call) => {
      const path = `${group}/providers/Microsoft.DataProtection/backupVaults/${vault}/backupJobs`;
      const answer = await call(path, "2024-04-01");
      if (answer.status === 404) return due("the vault is not there", `npm run plan -- ${stack.id}`);
      const { value = [] } = answer.orThrow().json as { value?: { properties?: Job }[] };
      const list = `az dataprotection job list --resource-group ${groupName} --vault-name ${vault}`;
      const jobs = value.flatMap(({ properties = {} }) =>
        properties.operationCategory === "Backup" ? properties : [],
      );
      return jobsSeen(jobs, wantedIn(stack, address), list, at);
    });
  });
  return (await Promise.all(found)).flat();
}

/** How many stores of a vault are backed up each day, and how many at all. */
function wantedIn(stack: StackView, vault: string): { readonly daily: number; readonly all: number } {
  const instances = stack
    .resources()
    .filter(({ type }) => type.startsWith("azurerm_data_protection_backup_instance_"))
    .filter(({ body }) => stack.referred(body["vault_id"])?.address === vault);
  const daily = instances.filter(({ body }) => {
    const policy = stack.referred(body["backup_policy_id"])?.body ?? {};
    return JSON.stringify(policy["backup_repeating_time_intervals"] ?? "").includes("/P1D");
  });
  return { daily: daily.length, all: instances.length };
}

function jobsSeen(jobs: readonly Job[], wanted: ReturnType<typeof wantedIn>, list: string, at: Date): Seen {
  const hours = ({ startTime = "" }: Job) => (at.getTime() - Date.parse(startTime)) / 3_600_000;
  const ended = jobs.filter(({ status = "" }) => /^(Completed|Failed|Cancelled)/.test(status));
  const newest = newestOfEach(ended.filter((job) => hours(job) < weekHours));
  const failed = newest.find(({ status = "" }) => !status.startsWith("Completed"));
  if (failed) return due(`the backup of ${failed.dataSourceName} ended as ${failed.status}`, list);
  const lastDay = newest.filter((job) => hours(job) < dayHours);
  const least = Math.max(1, wanted.daily);
  if (lastDay.length < least && (wanted.daily > 0 || wanted.all === 0))
    return due(`${countOf(lastDay.length, wanted.daily)} in ${dayHours} hours`, list);
  // A younger vault may have made no weekly backup yet.
  if (newest.length < wanted.all && jobs.some((job) => hours(job) >= weekHours))
    return due(`${countOf(newest.length, wanted.all)} in ${weekHours} hours`, list);
  return ok(`${count(lastDay.length, "backup")} in ${dayHours} hours`);
}

const countOf = (found: number, wanted: number): string =>
  found === 0 ? "no backup" : `${found} of ${wanted} stores backed up`;

/** The newest job of each store: a retry may have completed after a job that failed. */
function newestOfEach(jobs: readonly Job[]): Job[] {
  const sorted = [...jobs].sort((a, b) => Date.parse(a.startTime ?? "") - Date.parse(b.startTime ?? ""));
  return [...new Map(sorted.map((job) => [job.dataSourceId ?? job.dataSourceName, job])).values()];
}
