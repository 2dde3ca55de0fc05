import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "../../settings/schema";
import { onContainerApps, oneApplication } from "./one-application";
import { root } from "./synthesized";

/** What a platform cannot express of the shared settings is refused, or known: nothing is dropped without a word. */

const { build } = oneApplication();

const unfit = "does not fit the other settings, expected";
const secret = (reference: string) => `application = { secrets = { API_KEY = "${reference}" } }`;
const vaultName = "api-key";

describe("refused", () => {
  test.each<[platform: Platform, change: string, mistake: string]>([
    [
      "gcp",
      "application = { cpu = 0.5, memory_mib = 1024 }",
      "application.memory_mib: … one of 1, 2, 4, 6, 8 vCPU, found 0.5 vCPU with 1024 MiB",
    ],
    [
      "azure",
      "application = { cpu = 0.5, memory_mib = 1024 }",
      "application.memory_mib: … 1 to 31 vCPU, with the collector of traces, found 0.5 vCPU with 1024 MiB",
    ],
    [
      "aws",
      "application = { cpu = 2, memory_mib = 2048 }",
      "application.memory_mib: … 4096 to 16384 MiB in steps of 1024 for 2 vCPU, found 2 vCPU with 2048 MiB",
    ],
    ["gcp", "application = { replicas = { min = 0 } }", `application.replicas.min: … at least 1…, found 0`],
    ["azure", "application = { replicas = { min = 0 } }", `application.replicas.min: … at least 1…, found 0`],
    [
      "kubernetes",
      "application = { targets = { requests_per_replica = 600 } }",
      "application.targets.requests_per_replica: … a metric of the application in targets.custom, such as active_requests, found 600",
    ],
    [
      "kubernetes",
      "application = { components = { worker = { cpu = 1, memory_mib = 2048, queue = true } } }",
      "application.components.worker.queue: … false, and the address of a queue in `environment`, found true",
    ],
    [
      "gcp",
      "application = { health = { startup = { failures = 10 } } }",
      "application.health.startup.failures: … interval_seconds × failures of at most 240, found 300",
    ],
    [
      "gcp",
      'application = { environment = { PORT = "80" } }',
      `application.environment.PORT: … a name that Cloud Run does not set, found PORT`,
    ],
    [
      "aws",
      secret(vaultName),
      `application.secrets.API_KEY: … the ARN of a Secrets Manager secret or an SSM parameter, found (hidden)`,
    ],
    ["gcp", secret(vaultName), `application.secrets.API_KEY: … a version of a secret, by number…, found (hidden)`],
    [
      "azure",
      secret("api-keys/openai/key"),
      `application.secrets.API_KEY: … the name of a secret in the stack's Key Vault, with /<version> to hold on to one, found (hidden)`,
    ],
    [
      "kubernetes",
      secret(vaultName),
      `application.secrets.API_KEY: … a secret of the namespace and its key, such as api-keys/openai, found (hidden)`,
    ],
    [
      "azure",
      "alerts = { cpu = { for_seconds = 120 } }",
      `alerts.cpu.for_seconds: … one of 60, 300, 900, 1800, 3600, 21600, 86400…, found 120`,
    ],
    [
      "aws",
      "database = { replicas = 1 }",
      "database.replicas: … rotation_lambda_arn beside replicas, or no replicas, found 1 replicas",
    ],
    ["azure", "database = { backup_days = 3 }", `database.backup_days: … 7 to 35…, found 3`],
    ["azure", "cache = { nodes = 3 }", `cache.nodes: … 1 or 2…, found 3`],
    ["gcp", 'cache = { version = "6.2" }', `cache.version: … 7.x or 8.x…, found 6.2`],
  ])("%s: %s", async (platform, change, mistake) => {
    expect((await build(platform, change)).mistakes).toEqual([mistake]);
  });
});

const probe = (name: string, value: string) => `application = { health = { ${name} = { ${value} } } }`;
const target = (value: string) => `application = { targets = { ${value} } }`;

/** A change of each shared setting of which a platform might know nothing. */
const changes: Readonly<Record<string, string>> = {
  "application.port": "application = { port = 9000 }",
  "application.command": 'application = { command = ["run"] }',
  "application.environment": 'application = { environment = { MORE = "1" } }',
  "application.replicas.min": "application = { replicas = { min = 4 } }",
  "application.replicas.max": "application = { replicas = { max = 8 } }",
  "application.targets.cpu_percent": target("cpu_percent = 55"),
  "application.targets.memory_percent": target("memory_percent = 55"),
  "application.targets.requests_per_replica": target("requests_per_replica = 600"),
  "application.targets.custom": target('custom = { jobs = { namespace = "one", metric = "Jobs", target = 5 } }'),
  ...Object.fromEntries(
    ["live", "ready", "startup"].flatMap((name) => [
      [`application.health.${name}.path`, probe(name, 'path = "/other"')],
      [`application.health.${name}.initial_delay_seconds`, probe(name, "initial_delay_seconds = 7")],
      [`application.health.${name}.interval_seconds`, probe(name, "interval_seconds = 20")],
      [`application.health.${name}.timeout_seconds`, probe(name, "timeout_seconds = 4")],
      [`application.health.${name}.failures`, probe(name, "failures = 4")],
    ]),
  ),
  "application.components": "application = { components = { worker = { cpu = 1, memory_mib = 2048 } } }",
  "database.version": 'database = { version = "15" }',
  "database.size": 'database = { size = "large" }',
  "database.storage_gib": "database = { storage_gib = 256 }",
  "database.max_storage_gib": "database = { max_storage_gib = 600 }",
  "database.name": 'database = { name = "other" }',
  "database.high_availability": "database = { high_availability = false }",
  "database.backup_days": "database = { backup_days = 20 }",
  "database.protected": "database = { protected = true }",
  "backup.enabled": "backup = { enabled = false }",
  "backup.schedule": 'backup = { schedule = "cron(0 7 * * ? *)" }',
  "backup.retention_days": "backup = { retention_days = 40 }",
  "alerts.cpu.enabled": "alerts = { cpu = { enabled = false } }",
  "alerts.cpu.severity": 'alerts = { cpu = { severity = "critical" } }',
  "alerts.cpu.for_seconds": "alerts = { cpu = { for_seconds = 900 } }",
  cache: "cache = {}",
  "cache.version": 'cache = { version = "8.0" }',
  "cache.size": 'cache = { size = "medium" }',
  "cache.nodes": "cache = { nodes = 1 }",
  "cache.snapshot_days": "cache = { snapshot_days = 3 }",
};

/** Settings that change nothing, and what takes their place. */
type Notes = Readonly<Record<string, string>>;

const startupGivesTime = "`startup` gives that time";

const ecs: Notes = {
  "application.health.live.*": "ECS replaces a task that fails `ready`",
  "application.health.ready.initial_delay_seconds": startupGivesTime,
  "application.health.startup.path": "`ready` is asked; interval × failures is the time that a task may take",
  "application.health.startup.initial_delay_seconds": startupGivesTime,
  "application.health.startup.timeout_seconds": "as for the path",
};

const cloudRun: Notes = {
  "application.targets.*": "Cloud Run scales by itself, by requests at a time (`service.concurrency`) and CPU",
  "application.health.*.initial_delay_seconds": startupGivesTime,
  "application.health.ready.interval_seconds": "the uptime check asks every minute from outside",
  "application.health.ready.timeout_seconds": "as for the interval",
  "application.health.ready.failures": "as for the interval",
  "database.backup_days": "the larger of this and `backup.retention_days`; any second of 7 days (Cloud SQL Enterprise)",
  "backup.enabled": "Cloud SQL has no vault: its own backups are kept for `database.backup_days` at least",
  "backup.schedule": "Cloud SQL has its own time for them",
};

const onAzure: Notes = {
  "backup.schedule": "the bucket daily, the database every Sunday (Azure's limit)",
  "cache.version": "Azure Managed Redis has one version",
  "cache.snapshot_days": "Azure Managed Redis keeps no snapshots for days",
};

const containerInstances: Notes = {
  ...onAzure,
  "application.replicas.max": "container groups do not scale: `replicas.min` run",
  "application.targets.*": "as for `replicas.max`; Container Apps scale",
  "application.health.live.initial_delay_seconds": startupGivesTime,
  "application.health.startup.path": "Container Instances know no such check: `live` waits interval × failures",
  "application.health.startup.timeout_seconds": "as for the path",
};

const onKubernetes: Notes = {
  "database.*": "the database is made elsewhere",
  "backup.*": "as for the database",
  cache: "the cache is made elsewhere",
  "cache.*": "the cache is made elsewhere",
};

describe.each<[where: string, platform: Platform, own: string, notes: Notes]>([
  ["ECS", "aws", "", ecs],
  ["Cloud Run", "gcp", "", cloudRun],
  ["Container Instances", "azure", "", containerInstances],
  ["Container Apps", "azure", onContainerApps, onAzure],
  ["Kubernetes", "kubernetes", "", onKubernetes],
])("%s", (_, platform, own, notes) => {
  test("a shared setting changes the stack or is refused, but for those with a note", async () => {
    const plain = await text(own);
    const cached = await text(`${own}cache = {}\n`);
    const without: string[] = [];
    const needed = new Set<string>();
    for (const [setting, change] of Object.entries(changes)) {
      const note = Object.keys(notes).find((pattern) => matches(pattern, setting));
      if (note && needed.has(note)) continue;
      const changed = await text(own + change).catch(() => "refused by a module");
      if (changed !== (setting.startsWith("cache.") ? cached : plain)) continue;
      if (note) needed.add(note);
      else without.push(setting);
    }
    expect(without).toEqual([]);
    const stale = Object.keys(notes).filter((pattern) => !needed.has(pattern));
    expect(stale).toEqual([]);
  });

  async function text(change: string): Promise<string> {
    const { text: found, mistakes } = await build(platform, change);
    return found || mistakes.join("\n");
  }
});

test("docs/clouds.md has a row for each setting that changes nothing somewhere", () => {
  const rows = readFileSync(join(root, "docs", "clouds.md"), "utf8").matchAll(/^\| ((?:`[^`|]+`(?:, )?)+) \|/gm);
  const documented = [...rows].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
  );
  const noted = [ecs, cloudRun, onAzure, containerInstances, onKubernetes].flatMap((notes) => Object.keys(notes));
  const missing = noted.filter((pattern) => {
    const setting = pattern.replace(/^application\./, "").replace(/\.?\*$/, "");
    return !documented.some(
      (name) => matches(name, setting) || setting.startsWith(`${name}.`) || matches(setting, name),
    );
  });
  expect(missing).toEqual([]);
});

function matches(pattern: string, setting: string): boolean {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(setting);
}
