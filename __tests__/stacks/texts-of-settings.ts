import type { Platform } from "../../settings/schema";
import type { Change } from "./one-application";

/** For each platform, settings that hold every text that a schema leaves free, beside those of one-application.ts. */

const arn = "arn:aws:iam::111111111111:role/one";
const texts = ["one", "two"];

const workload = {
  command: texts,
  environment: { ONE: "one" },
  targets: { custom: { jobs: { namespace: "one", metric: "Jobs", target: 5 } } },
};
const application = { ...workload, components: { worker: { ...workload, cpu: 2, memory_mib: 4096 } } };

const shared = { tags: { Purpose: "one" }, feature_flags: { text: "one" }, aws_provider: { profile: "one" } };
const site = { domain: "www.one.example.com", zone_id: "Z0000000000000000ONE", content_security_policy: "one" };
const tracing = { collector_image: "ghcr.io/example/collector:1" };

const blocks: Readonly<Record<Platform, Change>> = {
  account: {},
  aws: {
    service: {
      tracing,
      health_command: ["CMD", "/healthcheck"],
      registry_credentials_arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:one",
      scheduled_scaling: { night: { schedule: "cron(0 22 * * ? *)", min: 1, max: 2, timezone: "Europe/Berlin" } },
      tasks: { migrate: { command: texts } },
    },
    file_system: { path: "/one" },
  },
  "aws-eks": {
    cache: {},
    cluster: {
      addons: { coredns: { configuration: { one: { deeper: ["one"] } } } },
      access: { team: { role_arn: arn, policy: "view" } },
    },
    node_groups: {
      web: { instance_types: ["t3.medium"], min: 1, max: 3, desired: 1 },
      more: {
        instance_types: ["t3.medium"],
        min: 1,
        max: 3,
        desired: 1,
        labels: { tier: "one" },
        taints: { only: { value: "one" } },
      },
    },
    database: { high_availability: false, restore_from: { cluster: "one" } },
  },
  "aws-serverless": { site },
  "aws-websocket": { site },
  "aws-codebuild": {
    projects: {
      worker: {
        description: "one",
        image: "one",
        environment: { ONE: "one" },
        source: { type: "GITHUB", repository: "one/app", revision: "one", buildspec: "one.yml" },
      },
      text: { description: "one", source: { buildspec: "one" } },
    },
    poller: { github: { repository: "one/app", label: "one", project: "worker" } },
  },
  gcp: {
    load_balancer: { dns_zone: "one", iap_members: ["user:one@example.com"] },
    service: { tracing, mount_path: "/one", tasks: { migrate: { command: texts } } },
    database: { restore_from: { instance: "one" }, iam_users: ["one@example.com"] },
  },
  azure: {
    load_balancer: { dns_zone: { name: "example.com", resource_group: "one" } },
    service: {
      platform: "container_apps",
      tracing: { ...tracing, enabled: false },
      tasks: { migrate: { command: texts } },
      registry_credentials: { server: "ghcr.io", username: "one", secret: "one" },
    },
    database: { administrators: { team: { object_id: "00000000-0000-4000-8000-00000000bbbb", name: "one" } } },
  },
  kubernetes: {
    cluster: { kind: "kubeconfig", path: "~/one", context: "one" },
    service: {
      cache_path: "/one",
      node_selector: { tier: "one" },
      tolerations: { only: "one" },
      image_pull_secret: "one",
      storage: { size_gib: 1, storage_class: "one", path: "/one" },
    },
    teams: { one: { groups: ["one"] } },
    ingress: { tls_secret: "one", issuer: { name: "one", email: "one@example.com", zone_id: "Z0000000000000000ONE" } },
    secrets: {
      store: "vault",
      database_secret: "one/database",
      role_arn: arn,
      vault: { server: "https://one.example", path: "one", role: "one" },
    },
    monitoring: {
      smtp: { host: "one.example:587", from: "one@example.com", username: "one", password_secret: "smtp/password" },
    },
    platform_services: {
      "cert-manager": { version: "1.2.3", values: { one: { deeper: ["one"] } } },
      "external-secrets": {},
      "argo-cd": {},
    },
    gitops: { repository: "https://one.example/app.git", revision: "one", path: "one" },
  },
};

const runsApplication: readonly Platform[] = ["aws", "aws-eks", "gcp", "azure", "kubernetes"];

/** The settings of a platform, to be laid over those of one-application.ts. */
export function textsOf(platform: Platform): Change {
  const onContainerApps = { command: texts, targets: {}, environment: { ONE: "one" } };
  const own =
    platform === "azure"
      ? { ...onContainerApps, components: { worker: { ...onContainerApps, cpu: 2, memory_mib: 4096 } } }
      : application;
  return {
    ...shared,
    ...(runsApplication.includes(platform) && { application: own }),
    [platform.replaceAll("-", "_")]: blocks[platform],
  };
}
