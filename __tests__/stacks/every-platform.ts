import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { formatMistake } from "../../settings/mistake";
import { conflicts } from "../../settings/project/conflicts/conflicts";
import { readProject } from "../../settings/project/stacks";
import { blockName } from "../../settings/rule";
import { synthesize } from "../../stacks/synthesis/synthesize";
import { testProject } from "../settings/project";
import { root as repository, type StackJson } from "./synthesized";

/** One environment of one account, project, subscription and cluster. */
const environment = `
account_id    = "111111111111"
data_class    = "synthetic"
protected     = false
notifications = { critical = ["on-call@example.com"] }
gcp = { project = "one-dev", project_number = "100000000001", location = "us-east1" }
azure = {
  subscription_id = "00000000-0000-4000-8000-000000000001"
  tenant_id       = "00000000-0000-4000-8000-00000000aaaa"
  suffix          = "one1"
  location        = "eastus"
}
kubernetes = { cluster = { kind = "kubeconfig", context = "one" } }
`;

const base = `
application = {
  image       = "ghcr.io/acme/app:1.0.0"
  port        = 8080
  cpu         = 1
  memory_mib  = 2048
  components  = { worker = { queue = true, command = ["work"], cpu = 1, memory_mib = 2048 } }
}
database = { size = "medium" }
cache    = {}
`;

/** A system on one platform. */
export interface Placed {
  readonly system: string;
  readonly platform: string;
  /** @default - the system's name */
  readonly name?: string;
  /** The system whose EKS cluster a `kubernetes` stack runs on. @default - the environment's own cluster */
  readonly clusterOf?: string;
}

const alone: Readonly<Record<string, (domain: string) => string>> = {
  aws: (domain) => `load_balancer = { domain = "${domain}", zone_id = "Z0000000000000000ONE" }`,
  "aws-eks": (domain) => `
    load_balancer = { domain = "${domain}", zone_id = "Z0000000000000000ONE" }
    database      = { replicas = 1 }
    cluster       = { admins = { team = "arn:aws:iam::111111111111:role/admin" }, addons = { amazon-cloudwatch-observability = {} } }
    node_groups   = { web = { instance_types = ["t3.medium"], min = 1, max = 3, desired = 1 } }`,
  "aws-serverless": () => 'code = "functions/ai-test-automation"',
  "aws-websocket": () => 'code = "functions/agentic-service-bot"',
  "aws-codebuild": () => `
    code     = "functions/kiro-worker"
    projects = { worker = { description = "Works", source = { buildspec = "buildspec.yml" } } }`,
  gcp: (domain) => `load_balancer = { domains = ["${domain}"] }`,
  azure: (domain) => `
    service       = { entrypoint = [] }
    load_balancer = { domain = "${domain}", certificate = "one" }
    vault         = { allowed_cidrs = ["203.0.113.0/24"] }
    database      = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "dba" } } }`,
  kubernetes: (domain) => `
    namespace    = { quota = { requests = { cpu = 60, memory_gib = 120 }, limits = { cpu = 120, memory_gib = 240 }, pods = 90 } }
    ingress      = { host = "${domain}" }
    network_cidr = "10.0.0.0/8"
    application  = { components = { worker = { queue = false } } }
    secrets      = { store = "none" }`,
};

/** Every platform but the account. */
export const platforms = Object.keys(alone);

const withNetwork = ["aws", "aws-eks", "aws-codebuild", "gcp", "azure"];

function block({ system, platform, clusterOf }: Placed, index: number, others: readonly Placed[]): string {
  const lines = [alone[platform]?.(`${system}.example.com`) ?? ""];
  if (withNetwork.includes(platform)) lines.push(`network = { cidr = "10.${20 + index}.0.0/16" }`);
  if (clusterOf) lines.push(`cluster = { kind = "eks", system = "${clusterOf}" }`);
  if (clusterOf && clusterOf !== system) lines.push("cache = null"); // That of the cluster's system has its own users.
  // What a project, a subscription and a cluster have once.
  const same = others.filter((other) => other.platform === platform);
  const first = same.find((other) => other.clusterOf === clusterOf);
  if (["gcp", "azure"].includes(platform)) lines.push(`audit = { enabled = ${same[0]?.system === system} }`);
  if (platform === "kubernetes") {
    const services = ["envoy-gateway", "kube-prometheus-stack", "prometheus-adapter"];
    const enabled = services.map((name) => `${name} = { enabled = ${first?.system === system} }`);
    lines.push(`platform_services = { ${enabled.join(", ")} }`);
  }
  return `${blockName(platform)} = {\n${lines.join("\n")}\n}\n`;
}

/** Projects of one environment with systems on platforms, for as long as a test file runs. */
export function placedProjects() {
  const { root, write } = testProject({});
  let count = 0;
  return (placed: readonly Placed[]) => {
    count += 1;
    const folder = `p${count}`;
    const files: Record<string, string> = { [`${folder}/environments/dev.tfvars`]: environment };
    for (const [index, one] of placed.entries()) {
      const system = `${folder}/systems/${one.system}`;
      const name = one.name ? `${blockName(one.platform)} = { name = "${one.name}" }\n` : "";
      files[`${system}/base.tfvars`] = (files[`${system}/base.tfvars`] ?? base) + name;
      files[`${system}/dev.tfvars`] = (files[`${system}/dev.tfvars`] ?? "") + block(one, index, placed);
    }
    write(files);
    symlinkSync(join(repository, "functions"), join(root, folder, "functions"));
    const project = readProject({ root, folder });
    return {
      /** What is wrong between the stacks. */
      conflicts: () => [...conflicts(project, project.stacks, { root, folder }).values()].flat().map(formatMistake),
      /** The stacks, by `<system> <platform>`. */
      build: async (): Promise<ReadonlyMap<string, StackJson>> => {
        const outdir = join(root, folder, "out");
        const { stacks } = project;
        const { mistakes } = await synthesize({ project, outdir, stacks });
        expect(mistakes).toEqual([]);
        return new Map(
          stacks.map(({ id, system, platform }) => [
            `${system} ${platform}`,
            JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8")) as StackJson,
          ]),
        );
      },
    };
  };
}
