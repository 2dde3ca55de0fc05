import type * as z from "zod";
import type { Rule } from "../../rule";
import { reservedComponents } from "../naming/reserved-components";
import { rule, workloads } from "../rules";
import { componentNameRule, flagsRule, portRule } from "../workload-rules";
import type { kubernetes } from "./schema";
import { secretRules } from "./secret-rules";

type Kubernetes = z.infer<typeof kubernetes>;

/** What a platform service needs to be installed too, and why. */
const needs: readonly (readonly [name: string, needed: string, why: string])[] = [
  ["flagger", "kube-prometheus-stack", "it compares builds by Prometheus's metrics"],
  ["prometheus-adapter", "kube-prometheus-stack", "it offers Prometheus's metrics to the autoscaler"],
  ["jaeger", "opentelemetry-collector", "traces come through the collector"],
];

/** Rules of Kubernetes, and of the platform services that the stack installs. */
export const kubernetesRules: Rule[] = [
  componentNameRule(reservedComponents.kubernetes),
  flagsRule(1_000_000, "a ConfigMap"),
  portRule<Kubernetes>(["service.metrics_port"], ({ service }) => ({ [service.metrics_port]: "service.metrics_port" })),
  rule<Kubernetes>(["application"], function* (settings) {
    for (const [path, { replicas }] of workloads(settings)) {
      if (replicas.min === 0) {
        yield {
          path: `${path}.replicas.min`,
          expected: "at least 1: the autoscaler of Kubernetes takes no 0",
          found: "0",
        };
      }
    }
  }),
  rule<Kubernetes>(["application"], function* (settings) {
    for (const [path, workload] of workloads(settings)) {
      if (workload.targets.requests_per_replica !== undefined) {
        yield {
          path: `${path}.targets.requests_per_replica`,
          problem: "the autoscaler of Kubernetes does not count requests",
          expected: "a metric of the application in targets.custom, such as active_requests",
          found: String(workload.targets.requests_per_replica),
        };
      }
      if ("queue" in workload && workload.queue) {
        yield {
          path: `${path}.queue`,
          problem: "Kubernetes has no queue service",
          expected: "false, and the address of a queue in `environment`",
          found: "true",
        };
      }
    }
  }),
  rule<Kubernetes>(["application", "service"], function* ({ application, service: { requests } }) {
    const pairs = [
      ["cpu", requests?.cpu, application.cpu],
      ["memory_mib", requests?.memory_mib, application.memory_mib],
    ] as const;
    for (const [name, reserved, limit] of pairs) {
      if (reserved !== undefined && reserved > limit) {
        yield {
          path: `service.requests.${name}`,
          expected: `at most application.${name} (${limit})`,
          found: String(reserved),
        };
      }
    }
  }),
  rule<Kubernetes>(["application", "service", "namespace", "delivery"], function* (settings) {
    const { namespace, delivery } = settings;
    // An update adds a quarter of the replicas; a canary runs in addition to the build before.
    const copies = 1.25 * (delivery.canary ? 2 : 1);
    const most = (amount: (workload: ReturnType<typeof workloads>[number][1]) => number) =>
      workloads(settings)
        .map(
          ([path, workload]) => [workload.replicas.max * (path === "application" ? copies : 1.25), workload] as const,
        )
        .reduce((sum, [pods, workload]) => sum + Math.ceil(pods) * amount(workload), 0);
    const needed = {
      "limits.cpu": [most(({ cpu }) => cpu), namespace.quota.limits.cpu],
      "limits.memory_gib": [most(({ memory_mib }) => memory_mib / 1024), namespace.quota.limits.memory_gib],
      pods: [most(() => 1), namespace.quota.pods],
    };
    for (const [name, [least, found]] of Object.entries(needed)) {
      if (found < least) {
        yield {
          path: `namespace.quota.${name}`,
          problem: "no room for the most replicas",
          expected: `at least ${least}`,
          found: String(found),
        };
      }
    }
  }),
  ...secretRules,
  rule<Kubernetes>(["cluster", "account_id"], function* ({ cluster, account_id }) {
    if (cluster.kind === "eks" && !account_id) {
      yield { path: "account_id", problem: "missing", expected: "the AWS account of the cluster", found: "nothing" };
    }
  }),
  rule<Kubernetes>(["cluster", "network_cidr", "database"], function* ({ cluster, network_cidr, database }) {
    if (cluster.kind !== "eks" && database && !network_cidr) {
      yield {
        path: "network_cidr",
        expected: "the address range of database and cache, which pods may reach",
        found: "none",
      };
    }
  }),
  rule<Kubernetes>(["platform_services", "delivery", "gitops", "ingress", "secrets"], function* (settings) {
    const { platform_services: installed, delivery, gitops, ingress, secrets } = settings;
    const missing = (name: keyof typeof installed) => !installed[name];
    const wanted: [path: string, name: keyof typeof installed, why: string][] = needs
      .filter(([name]) => !missing(name as keyof typeof installed))
      .map(([name, needed, why]) => [`platform_services.${name}`, needed as keyof typeof installed, why]);
    if (delivery.canary) wanted.push(["delivery.canary", "flagger", "it shifts the requests"]);
    if (gitops) wanted.push(["gitops", "argo-cd", "it follows the repository"]);
    if (ingress.issuer) wanted.push(["ingress.issuer", "cert-manager", "it makes the certificate"]);
    if (secrets.store !== "none") wanted.push(["secrets.store", "external-secrets", "it reads the store"]);
    wanted.push(["ingress.kind", ingress.kind === "gateway" ? "envoy-gateway" : "ingress-nginx", "it answers clients"]);
    for (const [path, name, why] of wanted.filter(([, name]) => missing(name))) {
      yield { path, expected: `platform_services.${name}: ${why}`, found: "not installed" };
    }
    if (delivery.canary && ingress.kind === "nginx") {
      yield { path: "delivery.canary", expected: 'ingress.kind = "gateway"', found: "nginx" };
    }
  }),
];
