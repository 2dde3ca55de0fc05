import { azureCall } from "../../../operator/preflight/azure/call";
import { googleCall } from "../../../operator/preflight/google/call";
import { StackView } from "../../../operator/preflight/look/stack-view";
import { azureLook } from "../../../operator/status/clouds/azure";
import { googleLook } from "../../../operator/status/clouds/google";
import { kubernetesFindings } from "../../../operator/status/clouds/kubernetes";
import type { Level, StatusFinding, Topic } from "../../../operator/status/finding";
import { fakeCloud, type Reply } from "../preflight/fake-cloud";

const fake = fakeCloud();

const at = new Date("2026-11-30T06:00:00Z");
const ago = (hours: number) => new Date(at.getTime() - hours * 3_600_000).toISOString();
const view = (id: string, json: object) => new StackView(id, JSON.stringify(json));
type Answers = Readonly<Record<string, Reply>>;
/** What is looked at, what the cloud answers, and the finding of the topic that is expected. */
type Row = [what: string, resource: object, answers: Answers, Topic, Level, detail: RegExp, command?: RegExp];

const expectFinding = (found: readonly StatusFinding[], [, , , topic, level, detail, command]: Row) => {
  const of = found.filter((one) => one.topic === topic);
  expect(of).toMatchObject([{ level, detail: expect.stringMatching(detail) }]);
  expect(of[0]?.command ?? "").toMatch(command ?? /^$/);
};
const missing: Reply = { status: 404, body: { error: { message: "none" } } };
const refused: Reply = { status: 403, body: { error: { message: "no right" } } };

const policy = (severity: string) => ({
  google_monitoring_alert_policy: {
    p: { display_name: "errors", severity, documentation: { content: "Too many requests fail. Look." } },
  },
});
const open = { body: { alerts: [{ openTime: ago(1), policy: { displayName: "errors" } }] } };
const alerts = "GET /v3/projects/shop/alerts";
const instance = {
  google_sql_database_instance: { d: { name: "db", settings: { backup_configuration: { enabled: true } } } },
};
const runs = "GET /v1/projects/shop/instances/db/backupRuns";
const run = (status: string, hours: number) => ({ body: { items: [{ status, endTime: ago(hours) }] } });
const certificate = { google_certificate_manager_certificate: { c: { name: "site" } } };
const of = "GET /v1/projects/shop/locations/global/certificates/site";
const issued = (days: number, state = "ACTIVE") => ({ body: { expireTime: ago(-24 * days), managed: { state } } });

const google: Row[] = [
  [
    "an open alert",
    policy("CRITICAL"),
    { [alerts]: open },
    "alarms",
    "now",
    /^open since 2026-11-30 05:00: Too many requests fail$/,
    /^gcloud monitoring alerts list --project shop/,
  ],
  ["a warning", policy("WARNING"), { [alerts]: open }, "alarms", "due", /^open/, /./],
  ["a quiet alarm", policy("CRITICAL"), { [alerts]: { body: {} } }, "alarms", "ok", /^1 alarm quiet$/],
  ["alarms that may not be looked at", policy("CRITICAL"), { [alerts]: refused }, "alarms", "unknown", /no right/],
  [
    "a backup of last night",
    instance,
    { [runs]: run("SUCCESSFUL", 3) },
    "backups",
    "ok",
    /^backed up at 2026-11-30 03:00$/,
  ],
  [
    "an old backup",
    instance,
    { [runs]: run("SUCCESSFUL", 30) },
    "backups",
    "due",
    /^no backup in 26 hours/,
    /gcloud sql backups list/,
  ],
  [
    "a backup that failed",
    instance,
    { [runs]: run("FAILED", 3) },
    "backups",
    "due",
    /^the last backup failed$/,
    /--instance db/,
  ],
  ["no backup", instance, { [runs]: { body: {} } }, "backups", "due", /^there is no backup$/, /./],
  [
    "an instance that is not there",
    instance,
    { [runs]: missing },
    "backups",
    "due",
    /not there/,
    /^npm run plan -- x$/,
  ],
  ["a certificate", certificate, { [of]: issued(60) }, "certificates", "ok", /\(60 days\)$/],
  ["a certificate that ends soon", certificate, { [of]: issued(20) }, "certificates", "due", /not renewed$/, /./],
  [
    "a certificate that is not issued",
    certificate,
    { [of]: issued(60, "PROVISIONING") },
    "certificates",
    "now",
    /found PROVISIONING$/,
    /describe site/,
  ],
  ["no certificate", certificate, { [of]: missing }, "certificates", "now", /no such certificate/, /^npm run plan/],
  ["a budget", { google_billing_budget: { b: {} } }, {}, "cost", "none", /console\.cloud\.google\.com/],
];
const connectGoogle = () => googleCall({ GOOGLE_OAUTH_ACCESS_TOKEN: "t" }, () => fake.url);
const googleStack = (resource: object) => view("x", { provider: { google: [{ project: "shop" }] }, resource });

test.each(google)("Google: %s", async (...row) => {
  fake.answer(row[2]);
  const stack = googleStack(row[1]);
  expectFinding(await googleLook([stack], connectGoogle)([stack], at), row);
});

test("Google: an API that does not answer delays no other", async () => {
  const asked: string[] = [];
  let answer: () => void = () => {};
  const silent = new Promise<never>((_, reject) => {
    answer = () => reject(new Error("late"));
  });
  const call = async (_: string, path: string): Promise<never> => {
    asked.push(path.split("?")[0] as string);
    return silent;
  };
  const stack = googleStack({ ...policy("CRITICAL"), ...instance, ...certificate });
  const looked = googleLook([stack], async () => call)([stack], at);
  while (asked.length < 1) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(asked).toHaveLength(3);
  answer();
  expect((await looked).map(({ level }) => level)).toEqual(["unknown", "unknown", "unknown"]);
});

const group = { azurerm_resource_group: { g: { name: "rg" } } };
const alert = (severity: number) => ({
  azurerm_monitor_metric_alert: { a: { name: "errors", severity, description: "Too many requests fail. Look." } },
});
const fired = {
  body: { value: [{ properties: { essentials: { alertRule: "/x/errors", startDateTime: ago(1) } } }] },
};
const inGroup = "GET /subscriptions/s/resourceGroups/rg/providers";
const firedAlerts = "GET /subscriptions/s/providers/Microsoft.AlertsManagement/alerts";
const vault = { azurerm_data_protection_backup_vault: { v: { name: "v" } } };
const jobs = `${inGroup}/Microsoft.DataProtection/backupVaults/v/backupJobs`;
type Ended = [status: string, hours: number, dataSourceName?: string];
const jobsOf = (...all: Ended[]) => ({
  body: {
    value: all.map(([status, hours, dataSourceName = "db"]) => ({
      properties: { status, operationCategory: "Backup", dataSourceName, startTime: ago(hours) },
    })),
  },
});
const job = (...of: Ended) => jobsOf(of);
const backedUp = (period: string) => ({
  vault_id: "${azurerm_data_protection_backup_vault.v.id}",
  backup_policy_id: `\${azurerm_data_protection_backup_policy_blob_storage.${period}.id}`,
});
const policyOf = (period: string) => ({ backup_repeating_time_intervals: [`R/2024-01-07T02:00:00+00:00/${period}`] });
/** Two stores that are backed up each day, and a database that is each week. */
const stores = {
  ...vault,
  azurerm_data_protection_backup_policy_blob_storage: { P1D: policyOf("P1D"), P1W: policyOf("P1W") },
  azurerm_data_protection_backup_instance_blob_storage: { a: backedUp("P1D"), b: backedUp("P1D") },
  azurerm_data_protection_backup_instance_postgresql_flexible_server: { c: backedUp("P1W") },
};
const queue = {
  azurerm_servicebus_namespace: { n: { name: "bus" } },
  azurerm_servicebus_queue: { q: { name: "work", namespace_id: "${azurerm_servicebus_namespace.n.id}" } },
};
const inQueue = `${inGroup}/Microsoft.ServiceBus/namespaces/bus/queues/work`;
const dead = (deadLetterMessageCount: number) => ({
  body: { properties: { countDetails: { deadLetterMessageCount } } },
});
const budget = { azurerm_consumption_budget_resource_group: { b: { name: "month" } } };
const ofBudget = `${inGroup}/Microsoft.Consumption/budgets/month`;
const spent = (amount: number, forecast?: number) => ({
  body: {
    properties: {
      amount: 100,
      currentSpend: { amount, unit: "EUR" },
      ...(forecast && { forecastSpend: { amount: forecast, unit: "EUR" } }),
    },
  },
});

const azure: Row[] = [
  [
    "a fired alert",
    alert(0),
    { [firedAlerts]: fired },
    "alarms",
    "now",
    /^fired since 2026-11-30 05:00: Too many requests fail$/,
    /^az rest --method get/,
  ],
  ["a warning", alert(2), { [firedAlerts]: fired }, "alarms", "due", /^fired/, /./],
  ["a quiet alarm", alert(0), { [firedAlerts]: { body: {} } }, "alarms", "ok", /^1 alarm quiet$/],
  ["alarms that may not be looked at", alert(0), { [firedAlerts]: refused }, "alarms", "unknown", /no right/],
  ["a backup of last night", vault, { [jobs]: job("Completed", 3) }, "backups", "ok", /^1 backup in 26 hours$/],
  [
    "a backup that failed",
    vault,
    { [jobs]: job("Failed", 3) },
    "backups",
    "due",
    /^the backup of db ended as Failed$/,
    /az dataprotection/,
  ],
  ["an old backup", vault, { [jobs]: job("Completed", 30) }, "backups", "due", /^no backup in 26 hours$/, /./],
  [
    "a backup whose retry completed",
    vault,
    { [jobs]: jobsOf(["Completed", 2], ["Failed", 3]) },
    "backups",
    "ok",
    /^1 backup in 26 hours$/,
  ],
  [
    "one backup of two",
    stores,
    { [jobs]: jobsOf(["Completed", 2, "a"], ["InProgress", 2, "b"], ["Completed", 26.5, "b"]) },
    "backups",
    "due",
    /^1 of 2 stores backed up in 26 hours$/,
    /./,
  ],
  [
    "a weekly backup that failed days ago",
    stores,
    { [jobs]: jobsOf(["Completed", 2, "a"], ["Completed", 2, "b"], ["Failed", 60, "c"]) },
    "backups",
    "due",
    /^the backup of c ended as Failed$/,
    /./,
  ],
  [
    "a weekly backup that has stopped",
    stores,
    { [jobs]: jobsOf(["Completed", 2, "a"], ["Completed", 2, "b"], ["Completed", 200, "c"]) },
    "backups",
    "due",
    /^2 of 3 stores backed up in 170 hours$/,
    /./,
  ],
  [
    "a vault whose first weekly backup is still to come",
    stores,
    { [jobs]: jobsOf(["Completed", 2, "a"], ["Completed", 2, "b"]) },
    "backups",
    "ok",
    /^2 backups in 26 hours$/,
  ],
  ["a vault that is not there", vault, { [jobs]: missing }, "backups", "due", /not there/, /^npm run plan -- x$/],
  [
    "dead letters",
    queue,
    { [inQueue]: dead(2) },
    "dead letters",
    "now",
    /^2 messages/,
    /az servicebus queue show .* --name work/,
  ],
  ["no dead letters", queue, { [inQueue]: dead(0) }, "dead letters", "ok", /^empty$/],
  [
    "a queue that is not there",
    queue,
    { [inQueue]: missing },
    "dead letters",
    "now",
    /what fails is lost/,
    /queue list/,
  ],
  [
    "a budget that suffices",
    budget,
    { [ofBudget]: spent(12.3456) },
    "cost",
    "ok",
    /^12\.35 of 100 EUR this month, no forecast yet$/,
  ],
  [
    "a budget that will not suffice",
    budget,
    { [ofBudget]: spent(40, 140) },
    "cost",
    "due",
    /forecast 140: over the budget$/,
    /./,
  ],
  ["a budget that is not there", budget, { [ofBudget]: missing }, "cost", "due", /not there/, /^npm run plan -- x$/],
  ["a key vault", { azurerm_key_vault: { v: {} } }, {}, "secrets", "none", /az keyvault secret list$/],
];
const token = { getToken: async () => ({ token: "t", expiresOnTimestamp: 0 }) };
const connectAzure = (tenant: string | undefined) => azureCall(tenant, {}, fake.url, token);
const azureStack = (id: string, tenant_id: string, resource: object) =>
  view(id, { provider: { azurerm: [{ subscription_id: "s", tenant_id }] }, resource: { ...group, ...resource } });

test.each(azure)("Azure: %s", async (...row) => {
  fake.answer(row[2]);
  const stack = azureStack("x", "t", row[1]);
  expectFinding(await azureLook([stack], connectAzure)([stack], at), row);
});

test("Azure: a tenant without a sign-in hides no other; its stacks say why, and how to sign in", async () => {
  fake.answer({ [firedAlerts]: fired });
  const stacks = ["bad", "good"].map((tenant) => azureStack(tenant, tenant, alert(0)));
  const connect = async (tenant: string | undefined) => {
    if (tenant === "bad") throw new Error("expired");
    return connectAzure(tenant);
  };
  const found = await azureLook(stacks, connect)(stacks, at);
  expect(found.map(({ stacks: [id], level, detail, command }) => [id, level, detail, command?.split(" ")[0]])).toEqual([
    ["bad", "unknown", "no sign-in: expired", "az"],
    ["good", "now", expect.stringMatching(/^fired/), "az"],
  ]);
});

test("a cloud with nothing deployed is signed in to, and not looked at", async () => {
  fake.answer({});
  const stack = googleStack(policy("CRITICAL"));
  expect(await googleLook([stack], connectGoogle)([], at)).toEqual([]);
  expect(await googleLook([azureStack("x", "t", {})], connectGoogle)([], at)).toEqual([]);
  expect(fake.calls).toEqual([]);
});

test("Kubernetes: where to look in the cluster, for what the stack has there", () => {
  const stack = (resource: object) => view("k", { provider: { kubernetes: [{}] }, resource });
  const lines = (resource: object) => kubernetesFindings([stack(resource)]).map(({ topic, level }) => [topic, level]);
  expect(lines({ kubernetes_config_map: { c: {} } })).toEqual([]);
  expect(lines({ kubernetes_manifest: { r: { manifest: { kind: "PrometheusRule" } } } })).toEqual([["alarms", "none"]]);
  expect(kubernetesFindings([googleStack({ kubernetes_manifest: {} })])).toEqual([]);
});
