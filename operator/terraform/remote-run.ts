import { existsSync, readFileSync } from "node:fs";
import { interrupt } from "../process/interrupt";
import { UserError } from "../process/user-error";
import { HcpClient } from "./hcp-client";
import type { Workspace } from "./workspace";

/** A run that HCP Terraform carries out itself, because the workspace's execution mode is `remote` (or `agent`). */
export interface RemoteRun {
  readonly id: string;
  readonly hostname: string;
  /** The page of the run, where it is known. */
  readonly page?: string | undefined;
}

/** How often a run is looked at that has to end, in milliseconds. */
const pollMs = 2000;
/** How long a run may take to end after it was canceled, in milliseconds: what a service does at that moment is awaited. */
const patienceMs = 15 * 60_000;

/** The statuses in which a run stays (https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#run-states). */
const ended = new Set([
  "applied",
  "canceled",
  "discarded",
  "errored",
  "force_canceled",
  "planned",
  "planned_and_finished",
  "planned_and_saved",
  "policy_soft_failed",
]);

/** The run of a plan that was saved: Terraform writes its name in place of a plan. Nothing for a plan that was made on this machine. */
export function savedRun(workspace: Workspace, file: string): RemoteRun | undefined {
  const text = existsSync(workspace.path(file)) ? readFileSync(workspace.path(file)) : undefined;
  // A plan of this machine is a zip archive.
  if (text?.[0] !== "{".charCodeAt(0)) return undefined;
  const { run_id: id, hostname } = JSON.parse(text.toString()) as { run_id?: string; hostname?: string };
  return id && hostname ? { id, hostname } : undefined;
}

/** The run that the log of a command names: Terraform prints its page before the run begins. */
export function loggedRun(workspace: Workspace, log: string): RemoteRun | undefined {
  if (workspace.config.backend.type !== "cloud" || !existsSync(workspace.path(log))) return undefined;
  const found = /https:\/\/([^/\s]+)\/app\/\S+?\/runs\/(run-\w+)/.exec(readFileSync(workspace.path(log), "utf8"));
  const [page, hostname, id] = found ?? [];
  return hostname && id ? { id, hostname, page } : undefined;
}

/**
 * The plan of a run, as `terraform show -json` has it: Terraform's lines about it are for people only. It holds secrets: never print it.
 * @throws {UserError} where the token may not read it
 */
export async function planOf(run: RemoteRun, workspace: Workspace): Promise<unknown> {
  const client = await HcpClient.connect(run.hostname, workspace.env);
  const plan = (await client.get(`runs/${run.id}`))?.relationships?.["plan"]?.data?.id;
  const json = plan && (await client.document(`plans/${plan}/json-output`));
  if (json) return json;
  throw new UserError(
    `${workspace.id}: expected the plan of ${run.id} as JSON, found none: the token needs the right to administer the workspace in ` +
      `${run.hostname}, which reading a plan takes. Nothing was applied`,
  );
}

/**
 * Waits until a run has ended, and returns its status. A run is canceled first if this process was interrupted, or if `cancel` says so:
 * Terraform may have ended before it, and then it would go on unseen.
 */
export async function endOf(run: RemoteRun, workspace: Workspace, cancel = interrupt.requested): Promise<string> {
  const client = await HcpClient.connect(run.hostname, workspace.env);
  const status = async () => String((await client.get(`runs/${run.id}`))?.attributes["status"]);
  let now = await status();
  if (cancel && !ended.has(now)) await client.act(`runs/${run.id}/actions/cancel`);
  for (const begun = Date.now(); !ended.has(now) && Date.now() - begun < patienceMs; now = await status()) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return now;
}

/** Gives up a run whose plan was saved and is not wanted. It is no error if it was given up, or applied, before. */
export async function discard(run: RemoteRun, workspace: Workspace): Promise<void> {
  const client = await HcpClient.connect(run.hostname, workspace.env);
  await client.act(`runs/${run.id}/actions/discard`);
}
