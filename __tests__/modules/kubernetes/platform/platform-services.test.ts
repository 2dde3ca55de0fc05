import { Release } from "@cdktf/provider-helm/lib/release";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { platformCatalogue } from "../../../../modules/kubernetes/platform/platform-catalogue";
import type { PlatformServiceName } from "../../../../modules/kubernetes/platform/platform-service";
import {
  PlatformServices,
  type PlatformServicesProps,
} from "../../../../modules/kubernetes/platform/platform-services";
import { type Synthesized, synthesized } from "../../../synthesized";

const eks = { region: "us-east-1", vpcId: "vpc-1", version: "1.33" };

function make(services: PlatformServicesProps["services"], props: Partial<PlatformServicesProps> = {}): Synthesized {
  return synthesized((scope) => {
    new PlatformServices(scope, "platform", {
      clusterName: "ai-prism-prod",
      services,
      logRetentionDays: 30,
      podMetrics: ["active_requests"],
      dnsDomains: ["ai-prism.com"],
      ...props,
    });
  });
}

/** The releases by name, each with the values of its chart and the names of the releases that are installed before it. */
// biome-ignore lint/suspicious/noExplicitAny: releases and values of many charts.
function releases(made: Synthesized): Record<string, any> {
  const addresses: Record<string, { name: string }> = made.json.resource.helm_release;
  const entries = made.all(Release).map((release) => {
    const after: string[] = (release.depends_on ?? []).flatMap(
      (address: string) => addresses[address.replace("helm_release.", "")]?.name ?? [],
    );
    return [release.name, { ...release, after, values: JSON.parse(quoteExpressions(release.values[0])) }] as const;
  });
  return Object.fromEntries(entries);
}

/** Turns an expression that only Terraform evaluates, such as the autoscaler's version, into a text. */
function quoteExpressions(document: string): string {
  return document.replace(/"\$\{(lookup\(.*?\))\}"/g, (_, expression: string) => JSON.stringify(expression));
}

const everything = Object.fromEntries(Object.keys(platformCatalogue).map((name) => [name, {}])) as Record<
  PlatformServiceName,
  object
>;

describe("PlatformServices", () => {
  test("the CRDs of Prometheus are installed before every release that uses them, and removed after", () => {
    const { "prometheus-operator-crds": crds, ...others } = releases(make(everything, { eks }));

    expect(crds.after).toEqual([]);
    for (const { after } of Object.values(others)) {
      expect(after).toEqual(expect.arrayContaining(["prometheus-operator-crds"]));
    }
  });

  test.each([
    ["cert-manager", "envoy-gateway"],
    ["flagger", "envoy-gateway"],
    ["flagger", "flagger-loadtester"],
    ["prometheus-adapter", "kube-prometheus-stack"],
    ["istiod", "istio-base"],
    ["fluent-bit", "loki"],
  ])("%s is installed after %s", (later, earlier) => {
    expect(releases(make(everything, { eks }))[later].after).toEqual(expect.arrayContaining([earlier]));
  });

  test("a service that is not named is not installed, and others do not use it", () => {
    const { "cert-manager": certManager, ...others } = releases(make({ "cert-manager": {} }));

    expect(others).toEqual({});
    expect(certManager.values).toMatchObject({
      config: { enableGatewayAPI: false },
      prometheus: { servicemonitor: { enabled: false } },
    });
  });

  test("a service that the cluster has already is not installed, and others use it", () => {
    const json = make({ "kube-prometheus-stack": { enabled: false }, "prometheus-adapter": {}, "cert-manager": {} });

    expect(Object.keys(releases(json)).sort()).toEqual(["cert-manager", "prometheus-adapter"]);
    expect(releases(json)["cert-manager"].values).toMatchObject({ prometheus: { servicemonitor: { enabled: true } } });
  });

  test("values and version of the settings win over the ones here", () => {
    const values = { replicas: 5, resources: { limits: { memory: "1Gi" } } };
    const { "metrics-server": release } = releases(make({ "metrics-server": { version: "3.13.0", values } }));

    expect(release.version).toBe("3.13.0");
    expect(release.values).toMatchObject({
      replicas: 5,
      resources: { requests: { cpu: "100m" }, limits: { memory: "1Gi" } },
    });
  });

  test("values of the settings are for the service itself, not for its helper releases", () => {
    const { loki, "fluent-bit": shipper } = releases(make({ "log-shipping": { values: { flush: 5 } } }));

    expect(shipper.values.flush).toBe(5);
    expect(loki.values.flush).toBeUndefined();
  });

  test("a service account has its IAM role and the name that the role trusts", () => {
    const arn = "arn:aws:iam::111111111111:role/ai-prism-prod-cluster-autoscaler";
    const json = make({ "cluster-autoscaler": {} }, { eks, roleArns: { "cluster-autoscaler": arn } });

    expect(releases(json)["cluster-autoscaler"].values.rbac.serviceAccount).toEqual({
      create: true,
      name: "cluster-autoscaler",
      annotations: { "eks.amazonaws.com/role-arn": arn },
    });
  });

  test("the autoscaler has the version of the cluster", () => {
    const json = make({ "cluster-autoscaler": {} }, { eks });

    expect(releases(json)["cluster-autoscaler"].values.image.tag).toMatch(
      /^lookup\(\{.*"1\.33" = "v1\.33\.6".*\}, "1\.33", "v1\.36\.1"\)$/,
    );
  });

  test.each(["cluster-autoscaler", "aws-load-balancer-controller"] as const)("%s is refused outside EKS", (name) => {
    expect(() => make({ [name]: {} })).toThrow("expected a cluster on EKS");
  });

  test("a service without what it needs is refused", () => {
    expect(() => make({ flagger: {} })).toThrow(
      'platform service "flagger": expected "kube-prometheus-stack" among the services, found none',
    );
  });

  test("Fluent Bit sends logs to Loki, which keeps them for the given days", () => {
    const { loki, "fluent-bit": shipper } = releases(make({ "log-shipping": {} }, { logRetentionDays: 14 }));

    expect(loki.values.loki.limits_config).toEqual({ retention_period: "336h" });
    expect(shipper.values.config.outputs).toMatch(/^\[OUTPUT\]\n {4}Name loki\n(.*\n)* {4}host loki\.logging\.svc\n/);
  });

  test("Loki keeps logs no longer than its disk holds them", () => {
    const { loki } = releases(make({ "log-shipping": {} }, { logRetentionDays: 365 }));

    expect(loki.values.loki.limits_config).toEqual({ retention_period: "720h" });
    expect(loki.values.singleBinary.persistence).toEqual({ size: "50Gi" });
  });

  test("new copies of Envoy wait until the load balancer sends to them, and start also while its controller is down", () => {
    const made = make({ "envoy-gateway": {}, "aws-load-balancer-controller": {} }, { eks });
    const labels = (from: Synthesized) =>
      from.all(NamespaceV1).find(({ metadata }) => metadata.name === "envoy-gateway-system").metadata.labels;

    expect(labels(made)).toMatchObject({ "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" });
    expect(releases(made)["aws-load-balancer-controller"].values.podMutatorWebhookConfig).toEqual({
      failurePolicy: "Ignore",
    });
    expect(Object.keys(labels(make({ "envoy-gateway": {} }))).join()).not.toContain("elbv2");
  });

  test("autoscalers can use the given metrics of pods", () => {
    const { "prometheus-adapter": adapter } = releases(make({ "kube-prometheus-stack": {}, "prometheus-adapter": {} }));

    expect(adapter.values.rules.custom.map(({ name }: { name: { as: string } }) => name.as)).toEqual([
      "active_requests",
    ]);
  });

  test("Grafana has no anonymous users, and its password is in no value", () => {
    const { grafana } = releases(make({ "kube-prometheus-stack": {} }))["kube-prometheus-stack"].values;

    expect(grafana["grafana.ini"]["auth.anonymous"]).toEqual({ enabled: false });
    expect(JSON.stringify(grafana)).not.toMatch(/password/i);
  });

  test("Prometheus and Alertmanager use the monitors, rules and routes of every namespace", () => {
    const { prometheus, alertmanager } = releases(make({ "kube-prometheus-stack": {} }))["kube-prometheus-stack"]
      .values;

    expect(prometheus.prometheusSpec).toMatchObject({
      serviceMonitorSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
    });
    expect(alertmanager.alertmanagerSpec.alertmanagerConfigMatcherStrategy).toEqual({ type: "None" });
  });

  test("only the namespaces of node agents allow privileged pods", () => {
    const privileged = make(everything, { eks })
      .all(NamespaceV1)
      .filter(({ metadata: { labels } }) => labels["pod-security.kubernetes.io/enforce"] === "privileged");

    expect(privileged.map(({ metadata }) => metadata.name).sort()).toEqual(["logging", "monitoring"]);
    expect(make({ "metrics-server": {} }).all(NamespaceV1)).toEqual([]);
  });

  test("without high availability there is one copy, and no budget that would block a drain", () => {
    const { "metrics-server": one } = releases(make({ "metrics-server": {} }, { highAvailability: false }));

    expect(one.values).toMatchObject({ replicas: 1, podDisruptionBudget: { enabled: false } });
  });
});
