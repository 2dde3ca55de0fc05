import { type GoogleCall, googleCall } from "../../preflight/google/call";
import { groupBy } from "../../preflight/look/grouped";
import type { Block, StackView } from "../../preflight/look/stack-view";
import { count, due, none, now, ok, type Seen, type StatusFinding, timeText } from "../finding";
import { raisedSeen } from "../raised";
import { type AskCloud, type CloudLook, connection } from "./connection";

/**
 * What can be looked up of stacks on Google Cloud: open alerts, last night's backups of databases, certificates. The rest says why not.
 * Signs in at once, and looks once it is known which of the stacks are deployed.
 */
export function googleLook(stacks: readonly StackView[], connect: () => Promise<GoogleCall> = googleCall): CloudLook {
  const isOwn = (stack: StackView) => stack.provider("google") !== undefined;
  if (!stacks.some(isOwn)) return async () => [];
  const ask = connection(connect, "gcloud auth application-default login");
  return async (deployed, at) => {
    const projects = groupBy(deployed.filter(isOwn), (stack) => String(stack.provider("google")?.["project"]));
    const found = [...projects].flatMap(([project, of]) => [
      alerts(ask, project, of),
      ...of.flatMap((stack) => [...backups(ask, project, stack, at), ...certificates(ask, project, stack, at)]),
      Promise.resolve(of.flatMap(notLooked)),
    ]);
    return (await Promise.all(found)).flat();
  };
}

interface Alert {
  readonly openTime?: string;
  readonly policy?: { readonly displayName?: string };
}

/** One list for all stacks of a project (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alerts/list). */
async function alerts(
  ask: AskCloud<GoogleCall>,
  project: string,
  stacks: readonly StackView[],
): Promise<StatusFinding[]> {
  const of = stacks.filter((stack) => stack.bodies("google_monitoring_alert_policy").length > 0);
  if (of.length === 0) return [];
  return ask({ topic: "alarms", stacks: of.map(({ id }) => id) }, async (call) => {
    const filter = encodeURIComponent('state="OPEN"');
    const { json } = (
      await call("monitoring.googleapis.com", `v3/projects/${project}/alerts?pageSize=1000&filter=${filter}`)
    ).orThrow();
    const { alerts: open = [] } = json as { alerts?: Alert[] };
    return of.flatMap((stack) => alertsSeen(project, stack, open));
  });
}

function alertsSeen(project: string, stack: StackView, open: readonly Alert[]): Seen[] {
  const policies = stack.bodies("google_monitoring_alert_policy");
  const raised = policies.flatMap((policy) => {
    const name = String(policy["display_name"]);
    const alert = open.find(({ policy: of }) => of?.displayName === name);
    if (!alert) return [];
    const { content = "" } = ([policy["documentation"]].flat()[0] ?? {}) as { content?: string };
    const since = alert.openTime ? new Date(alert.openTime) : undefined;
    const command = `gcloud monitoring alerts list --project ${project} --filter='policy.display_name="${name}"'`;
    const critical = policy["severity"] === "CRITICAL";
    return [raisedSeen({ name, word: "open", since, text: content, critical, command }, { stacks: [stack.id] })];
  });
  return raised.length > 0 ? raised : [ok(`${count(policies.length, "alarm")} quiet`, { stacks: [stack.id] })];
}

/** Hours within which a daily backup must have succeeded, with two for the start. */
const backupHours = 26;

interface BackupRun {
  readonly status?: string;
  readonly endTime?: string;
}

/** The backups of Cloud SQL (https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1/backupRuns/list). */
function backups(ask: AskCloud<GoogleCall>, project: string, stack: StackView, at: Date) {
  const instances = stack.bodies("google_sql_database_instance").filter((body) => isBackedUp(body));
  return instances.map(({ name }) =>
    ask({ topic: "backups", stacks: [stack.id], subject: String(name) }, async (call) => {
      const path = `v1/projects/${project}/instances/${name}/backupRuns?maxResults=5`;
      const answer = await call("sqladmin.googleapis.com", path);
      if (answer.status === 404) return due("the instance is not there", `npm run plan -- ${stack.id}`);
      const { items = [] } = answer.orThrow().json as { items?: BackupRun[] };
      const list = `gcloud sql backups list --instance ${name} --project ${project}`;
      const [newest] = items;
      if (newest?.status === "FAILED") return due("the last backup failed", list);
      const good = items.find(({ status, endTime }) => status === "SUCCESSFUL" && endTime);
      if (!good?.endTime) return due("there is no backup", list);
      const end = new Date(good.endTime);
      const text = `backed up at ${timeText(end)}`;
      const isOld = at.getTime() - end.getTime() > backupHours * 3_600_000;
      return isOld ? due(`no backup in ${backupHours} hours, ${text}`, list) : ok(text);
    }),
  );
}

const isBackedUp = ({ settings }: Block) => {
  const { backup_configuration } = ([settings].flat()[0] ?? {}) as { backup_configuration?: unknown };
  const [backup] = [backup_configuration].flat() as { enabled?: boolean }[];
  return backup?.enabled === true;
};

/** Days before its end at which a certificate that Google has not renewed is due. */
const dueDays = 30;

/** The certificates of Certificate Manager, which are global (https://cloud.google.com/certificate-manager/docs/reference/certificate-manager/rest). */
function certificates(ask: AskCloud<GoogleCall>, project: string, stack: StackView, at: Date) {
  return stack.bodies("google_certificate_manager_certificate").map(({ name, location = "global" }) =>
    ask({ topic: "certificates", stacks: [stack.id], subject: String(name) }, async (call) => {
      const path = `v1/projects/${project}/locations/${location}/certificates/${name}`;
      const answer = await call("certificatemanager.googleapis.com", path);
      if (answer.status === 404) return now("there is no such certificate", `npm run plan -- ${stack.id}`);
      const { expireTime, managed } = answer.orThrow().json as { expireTime?: string; managed?: { state?: string } };
      const look = `gcloud certificate-manager certificates describe ${name} --location ${location} --project ${project}`;
      if (managed?.state && managed.state !== "ACTIVE")
        return now(`expected an active certificate, found ${managed.state}`, look);
      if (!expireTime) return ok("issued");
      const days = Math.floor((Date.parse(expireTime) - at.getTime()) / 86_400_000);
      const text = `until ${expireTime.slice(0, 10)} (${count(days, "day")})`;
      return days < dueDays ? due(`${text}: it was not renewed`, look) : ok(text);
    }),
  );
}

/** What Google's APIs do not say in one request. */
function notLooked(stack: StackView): StatusFinding[] {
  const has = (type: string) => stack.bodies(type).length > 0;
  const reasons: [StatusFinding["topic"], boolean, string][] = [
    [
      "dead letters",
      has("google_pubsub_subscription"),
      "Pub/Sub has no count of messages but its metrics; an alarm of the stack watches them",
    ],
    ["cost", has("google_billing_budget"), "the API of budgets has no amounts: console.cloud.google.com/billing"],
    [
      "secrets",
      has("google_secret_manager_secret"),
      "values of Secret Manager are not looked at: gcloud secrets versions list",
    ],
  ];
  const of = { stacks: [stack.id], subject: "" };
  return reasons.filter(([, is]) => is).map(([topic, , why]) => ({ topic, ...of, ...none(why) }));
}
