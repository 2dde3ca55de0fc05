import type { BackupClient, BackupJob } from "@aws-sdk/client-backup";
import type { Block, StackView } from "../../preflight/look/stack-view";
import { shellWord } from "../../process/shell";
import { count, due, latest, none, ok, type Seen, type StatusFinding, timeText } from "../finding";
import { snapshotFindings } from "./cache-snapshots";
import { type Regional, regional } from "./regional";
import { replicationFindings } from "./replicated-backups";
import { restoreFindings } from "./restore-points";
import type { StatusAccount } from "./status-account";

/**
 * The backups of last night: the jobs of each plan of AWS Backup, the newest points to which databases and tables can be restored, there and
 * in the region that gets copies, and the snapshots of caches.
 */
export async function backupFindings(account: StatusAccount, at = new Date()): Promise<StatusFinding[]> {
  const plans = regional(account, "aws_backup_plan").map((plan) =>
    account.ask({ topic: "backups", stacks: [plan.stack.id], subject: plan.name }, () => planSeen(account, plan, at)),
  );
  const others = [restoreFindings, replicationFindings, snapshotFindings].map((find) => find(account, at));
  return (await Promise.all([...plans, ...others])).flat();
}

const begun = /^(CREATED|PENDING|RUNNING)$/;
const bad = /^(FAILED|ABORTED|EXPIRED|PARTIAL)$/;

async function planSeen(account: StatusAccount, plan: Regional, at: Date): Promise<Seen | Seen[]> {
  const { BackupClient, paginateListBackupJobs } = await import("@aws-sdk/client-backup");
  const client = new BackupClient(await account.options(plan.region));
  const rules = [plan.body["rule"] ?? []].flat() as Block[];
  const period = Math.min(...rules.map(({ schedule }) => periodHours(String(schedule))));
  const vaults = [...new Set(rules.flatMap((rule) => vaultOf(plan.stack, rule["target_vault_name"])))];
  const jobs: BackupJob[] = [];
  for (const ByBackupVaultName of vaults) {
    const ByCreatedAfter = new Date(at.getTime() - period * 3_600_000);
    for await (const { BackupJobs = [] } of paginateListBackupJobs({ client }, { ByBackupVaultName, ByCreatedAfter }))
      jobs.push(...BackupJobs);
  }
  const failed = newest(jobs).filter(({ State = "" }) => bad.test(State));
  if (failed.length > 0) return failed.map((job) => failedText(account, plan, job));
  const wanted = selected(plan.stack, plan.address);
  const done = newest(jobs.filter(({ State }) => State === "COMPLETED"));
  const resources = done.length;
  const last = latest(done.flatMap(({ CompletionDate }) => CompletionDate ?? []));
  if (resources >= wanted && resources > 0)
    return ok(`${count(resources, "resource")} backed up${last ? `, the last at ${timeText(last)}` : ""}`);
  if (account.emulated) return none("the emulator makes no backups");
  const running = newest(jobs).filter(({ State = "" }) => begun.test(State)).length;
  return missingText(account, client, plan, { period, resources, running, wanted, at });
}

/** Hours within which a schedule must have run once, with two for the start. Daily unless a day of the week or of the month is named. */
function periodHours(schedule: string): number {
  const [, , dayOfMonth = "*", , dayOfWeek = "?"] = /\((.*)\)/.exec(schedule)?.[1]?.split(/\s+/) ?? [];
  if (!/^[*?]$/.test(dayOfWeek)) return 7 * 24 + 2;
  return /^[*?]$/.test(dayOfMonth) ? 26 : 31 * 24 + 2;
}

function vaultOf(stack: StackView, value: unknown): string[] {
  const made = stack.referred(value)?.body["name"];
  const name = made ?? value;
  return typeof name === "string" && !name.includes("${") ? [name] : [];
}

/** The newest job of each resource. */
function newest(jobs: readonly BackupJob[]): BackupJob[] {
  const time = ({ CreationDate }: BackupJob) => CreationDate?.getTime() ?? 0;
  const sorted = [...jobs].sort((a, b) => time(a) - time(b));
  return [...new Map(sorted.map((job) => [job.ResourceArn, job])).values()];
}

/** How many resources the selections of a plan name. */
function selected(stack: StackView, plan: string): number {
  const own = stack.bodies("aws_backup_selection").filter(({ plan_id }) => stack.referred(plan_id)?.address === plan);
  return own.flatMap(({ resources }) => (resources ?? []) as string[]).length;
}

function failedText(account: StatusAccount, { region }: Regional, job: BackupJob): Seen {
  const { ResourceArn = "", State, StatusMessage, BackupJobId = "", CreationDate } = job;
  const text = `the backup of ${ResourceArn.split(":").slice(5).join(":")} ended as ${State}${StatusMessage ? `: ${StatusMessage}` : ""}`;
  const command = account.command(`backup describe-backup-job --backup-job-id ${shellWord(BackupJobId)}`, region);
  return due(text, command, { ...(CreationDate && { since: CreationDate.toISOString() }) });
}

interface Expected {
  readonly period: number;
  readonly resources: number;
  /** Those whose newest backup has not ended. */
  readonly running: number;
  readonly wanted: number;
  readonly at: Date;
}

/** Too few backups. A plan that is younger than its period has made none yet. */
async function missingText(
  account: StatusAccount,
  client: BackupClient,
  { stack, name, region }: Regional,
  { period, resources, running, wanted, at }: Expected,
): Promise<Seen> {
  const { paginateListBackupPlans } = await import("@aws-sdk/client-backup");
  for await (const { BackupPlansList = [] } of paginateListBackupPlans({ client }, {})) {
    const found = BackupPlansList.find(({ BackupPlanName }) => BackupPlanName === name);
    if (!found) continue;
    const age = at.getTime() - (found.CreationDate?.getTime() ?? 0);
    if (age < period * 3_600_000) return ok("the plan is new: its first backup is still to come");
    const of = `${resources} of ${wanted} resources backed up in ${period} hours`;
    return due(
      running > 0 ? `${of}, and ${running} being backed up` : of,
      account.command(`backup list-backup-jobs --max-results 20`, region),
    );
  }
  return due("the plan is not there", `npm run plan -- ${stack.id}`);
}
