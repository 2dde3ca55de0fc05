import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackJson } from "../../stacks/synthesized";
import { KubernetesServer } from "./kubernetes-server";
import type { ProjectCopy } from "./project-copy";
import type { Synthesized } from "./shapes";

type Block = Record<string, unknown>;

/** What AWS answers about the cluster of an `aws-eks` stack. */
export const eksAnswers = {
  aws_eks_cluster: {
    certificate_authority: [{ data: "Y2E=" }], // The default of a mock, a random text, is no certificate.
    version: "1.35",
    vpc_config: [{ vpc_id: "vpc-00000000" }],
  },
  aws_lb: { dns_name: "main-0123456789.us-east-1.elb.amazonaws.com", security_groups: ["sg-00000000"] },
  aws_lb_target_group: {
    arn: "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/api/0123456789abcdef",
  },
  aws_rds_cluster: {
    master_user_secret: [{ secret_arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:database" }],
  },
  aws_vpc: { cidr_block: "10.0.0.0/16" },
};

export interface Trial {
  readonly json: StackJson;
  /** The charts that are not in the folder, and the releases that need them. */
  readonly leftOut: readonly string[];
}

/**
 * A stack for a server on which no pod runs: it waits for none, runs no hook of a chart, and keeps its state in its folder. Charts of
 * other repositories come from a folder with a subfolder for each, by the name of the chart; those that it lacks are left out, with
 * what is installed after them. AWS's answers are fixed.
 */
export function onServer(stack: StackJson, kubeconfig: string, charts = ""): Trial {
  const answered = JSON.stringify(stack).replace(/\bdata\.(aws_\w+)\.[\w-]+/g, "local.answers.$1");
  const { data: _, check: _checks, ...json } = JSON.parse(answered) as StackJson & { check?: Block };
  const ignore_annotations = json.provider["kubernetes"]?.[0]?.["ignore_annotations"];
  const login = { config_path: kubeconfig, config_context: KubernetesServer.context };
  const { aws: _aws, ...providers } = json.terraform["required_providers"] as Block;
  const releases = json.resource["helm_release"] ?? {};
  const leftOut = missing(releases, charts);
  const { kubernetes_deployment_v1: deployments = {} } = json.resource;
  const resource = {
    ...json.resource,
    ...(Object.keys(deployments).length > 0 && {
      kubernetes_deployment_v1: mapped(deployments, (it) => ({ ...it, wait_for_rollout: false })),
    }),
    helm_release: mapped(releases, (it) => release(it, charts)),
  };
  for (const id of leftOut.keys()) delete resource.helm_release[id];
  for (const block of Object.values(resource).flatMap((blocks) => Object.values(blocks))) {
    const gone = (address: string) => leftOut.has(address.replace(/^helm_release\./, ""));
    const { depends_on: before } = block as { depends_on?: string[] };
    if (before) block["depends_on"] = before.filter((address) => !gone(address));
  }
  return {
    json: {
      ...json,
      resource,
      locals: { ...json.locals, answers: eksAnswers },
      provider: { kubernetes: [{ ...login, ignore_annotations }], helm: [{ kubernetes: login }] },
      terraform: { ...json.terraform, backend: { local: {} }, required_providers: providers },
    },
    leftOut: [...leftOut.values()],
  };
}

function release({ repository, version, ...rest }: Block, charts: string): Block {
  const chart = repository ? { chart: join(charts, String(rest["chart"])) } : { version };
  return { ...rest, ...chart, atomic: false, wait: false, disable_webhooks: true };
}

/** The releases to leave out, each with what to call it. */
function missing(releases: Record<string, Block>, charts: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [id, { repository, chart }] of Object.entries(releases)) {
    if (repository && !(charts && existsSync(join(charts, String(chart))))) found.set(id, String(chart));
  }
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [id, { name, depends_on: needed = [] }] of Object.entries(releases)) {
      const lacks = (needed as string[]).some((address) => found.has(address.replace(/^helm_release\./, "")));
      if (lacks && !found.has(id)) found.set(id, String(name));
    }
  }
  return found;
}

function mapped(blocks: Record<string, Block>, change: (block: Block) => Block): Record<string, Block> {
  return Object.fromEntries(Object.entries(blocks).map(([id, block]) => [id, change(block)]));
}

/** The folder that Argo CD follows for a stack, where the example of a repository has it. */
export function deliveredChart(project: ProjectCopy, { resource }: StackJson): string | undefined {
  const releases = Object.entries(resource["helm_release"] ?? {});
  const [, application] = releases.find(([name]) => name.startsWith("gitops_")) ?? [];
  const [values] = (application?.["values"] ?? []) as string[];
  const chart = values && project.path("examples/gitops", (JSON.parse(values) as { path: string }).path);
  return chart && existsSync(chart) ? chart : undefined;
}

/** The JSON of a synthesized stack. */
export function readStack(project: ProjectCopy, file: string): StackJson {
  return JSON.parse(readFileSync(project.path(file), "utf8")) as StackJson;
}

/** Stacks by the cluster that they share. The one that brings the services of the cluster has the shortest name. */
export function clusters(project: ProjectCopy, stacks: readonly Synthesized[]): [string, Synthesized[]][] {
  const found = new Map<string, Synthesized[]>();
  for (const stack of stacks) {
    const { provider, data } = readStack(project, stack.file);
    const { config_context: context } = provider["kubernetes"]?.[0] ?? {};
    const name = String(context ?? data?.["aws_eks_cluster"]?.["cluster"]?.["name"]);
    const sharing = [...(found.get(name) ?? []), stack];
    sharing.sort((a, b) => a.id.length - b.id.length);
    found.set(name, sharing);
  }
  return [...found];
}
