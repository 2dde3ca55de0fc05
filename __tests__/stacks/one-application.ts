import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { loadSettings } from "../../settings/load";
import { SettingsError } from "../../settings/mistake";
import { readProject } from "../../settings/project/stacks";
import { blockName } from "../../settings/rule";
import { type Platform, settingsSchema } from "../../settings/schema";
import { synthesize } from "../../stacks/synthesis/synthesize";
import { testProject } from "../settings/project";
import { root as repository } from "./synthesized";

/** One description of an application for every platform. */
const shared = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false

application = {
  image       = "ghcr.io/example/one:1.2.3"
  port        = 8123
  cpu         = 2
  memory_mib  = 4096
  replicas    = { min = 3, max = 7 }
  environment = { LOG_LEVEL = "debug", GREETING = "hello" }
  health = {
    live    = { path = "/alive" }
    ready   = { path = "/answers" }
    startup = { path = "/started", failures = 7 }
  }
}
database = { size = "medium" }
alerts = {
  api_down             = { threshold_count = 2 }
  database_connections = { threshold_count = 6 }
  error_rate           = { threshold_percent = 3 }
  disk_free            = { threshold_percent = 12 }
  memory               = { threshold_percent = 83 }
  latency_p95          = { threshold_ms = 750 }
  cpu                  = { threshold_percent = 77 }
}
business_metrics = {
  title  = "Orders"
  unit   = "orders"
  total  = { metric = "orders_placed_total", legend = "placed" }
  failed = { metric = "orders_failed_total" }
  label  = "country"
  alert  = { name = "order_failures", threshold_percent = 25, meaning = "Too many orders fail.", remedy = "Call the shop." }
}
notifications = { critical = ["on-call@example.com"] }
`;

const vpc = '{ cidr = "10.20.0.0/16", zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }';

const platforms = Object.keys(settingsSchema.platforms).filter((platform) => platform !== "account");

/** What each platform needs in addition, and no more. */
const platformBlocks = `
aws = {
  network       = ${vpc}
  load_balancer = { domain = "one.example.com", zone_id = "Z0000000000000000ONE" }
}
aws_eks = {
  network       = ${vpc}
  load_balancer = { domain = "one.example.com", zone_id = "Z0000000000000000ONE" }
  cluster       = { admins = { platform = "arn:aws:iam::111111111111:role/admin" }, addons = { amazon-cloudwatch-observability = {} } }
  node_groups   = { web = { instance_types = ["t3.medium"], min = 1, max = 3, desired = 1 } }
}
aws_serverless = { code = "functions/ai-test-automation" }
aws_websocket  = { code = "functions/agentic-service-bot" }
aws_codebuild = {
  code     = "functions/kiro-worker"
  network  = ${vpc}
  projects = { worker = { description = "Works", source = { buildspec = "buildspec.yml" } } }
}
gcp = {
  project        = "one-dev"
  project_number = "100000000001"
  location       = "us-east1"
  network        = { cidr = "10.20.0.0/16" }
  load_balancer  = { domains = ["one.example.com"] }
}
azure = {
  subscription_id = "00000000-0000-4000-8000-000000000001"
  tenant_id       = "00000000-0000-4000-8000-00000000aaaa"
  suffix          = "one1"
  location        = "eastus"
  network         = { cidr = "10.20.0.0/16" }
  load_balancer   = { domain = "one.example.com", certificate = "one" }
  vault           = { allowed_cidrs = ["203.0.113.0/24"] }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "dba" } } }
}
kubernetes = {
  cluster           = { kind = "kubeconfig", context = "one" }
  namespace         = { quota = { requests = { cpu = 60, memory_gib = 120 }, limits = { cpu = 120, memory_gib = 240 }, pods = 90 } }
  ingress           = { host = "one.example.com" }
  network_cidr      = "10.0.0.0/8"
  secrets           = { store = "none" }
  platform_services = { envoy-gateway = {}, kube-prometheus-stack = {}, prometheus-adapter = {} }
}
`;

/** Settings as an object: the content of a tfvars file. */
export type Change = Readonly<Record<string, unknown>>;

/** Container Apps give 2 GiB for each vCPU to all containers of a replica together: without the collector it is the same pair. */
export const onContainerApps = { azure: { service: { platform: "container_apps", tracing: { enabled: false } } } };

/** A project with that application, for as long as a test file runs. */
export function oneApplication() {
  const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
  const elsewhere = Object.fromEntries(["aws", "aws_eks", "aws_codebuild"].map((key) => [key, { network: { zones } }]));
  const project = testProject({
    "environments/dev.tfvars": "account = {}",
    "systems/one/dev.tfvars": platforms.map((platform) => `${blockName(platform)} = {}\n`).join(""),
    "one.tfvars": shared + platformBlocks,
    "change.tfvars": "",
    "elsewhere.tfvars": tfvars(elsewhere),
  });
  // Their functions are those of the examples.
  symlinkSync(join(repository, "functions"), join(project.root, "functions"));
  /** The files of the application and of a change, which may hold what is of the environment and what is of the system. */
  const ownFiles = (change: Change) => {
    project.write({ "change.tfvars": tfvars(change) });
    return [
      ...(change["region"] === "eu-west-1" ? ["one.tfvars", "elsewhere.tfvars"] : ["one.tfvars"]),
      "change.tfvars",
    ];
  };
  return {
    /** The text of a platform's stack with a change of the settings; or the mistakes in them, without file and line. */
    async build(platform: Platform, change: Change = {}): Promise<{ text: string; mistakes: readonly string[] }> {
      const outdir = join(project.root, "out");
      const made = readProject({ root: project.root });
      const stacks = made.stacks.filter((stack) => stack.platform === platform);
      const { mistakes, built } = await synthesize({ project: made, outdir, stacks, ownFiles: ownFiles(change) });
      const [text = ""] = built.map((id) => readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8"));
      return { text, mistakes };
    },

    /** A platform's checked settings with a change, or what is wrong with it. */
    load(platform: Platform, change: Change): { settings: Change } | { error: SettingsError } {
      try {
        const source = { platform, environment: "dev", system: "one" };
        return { settings: loadSettings(source, { root: project.root, ownFiles: ownFiles(change) }).settings };
      } catch (error) {
        if (error instanceof SettingsError) return { error };
        throw error;
      }
    },
  };
}

/** As `key = value` lines; HCL reads objects in JSON's notation. */
function tfvars(change: Change): string {
  return Object.entries(change)
    .map(([key, value]) => `${key} = ${literal(value)}\n`)
    .join("");
}

const literal = (value: unknown) => JSON.stringify(value).replace(/[$%]\{/g, (opening) => opening[0] + opening);
