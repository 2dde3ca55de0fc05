import "cdktf/lib/testing/adapters/jest";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Testing } from "cdktf";
import { platformCatalogue } from "../../../../modules/kubernetes/platform/platform-catalogue";
import type { PlatformServiceName } from "../../../../modules/kubernetes/platform/platform-service";
import {
  PlatformServices,
  type PlatformServicesProps,
} from "../../../../modules/kubernetes/platform/platform-services";

const eks = { region: "us-east-1", vpcId: "vpc-1", version: "1.33" };

function synth(services: PlatformServicesProps["services"], props: Partial<PlatformServicesProps> = {}): string {
  return Testing.synthScope((scope) => {
    new PlatformServices(scope, "platform", { clusterName: "ai-prism-prod", services, ...props });
  });
}

interface ReleaseJson {
  readonly name: string;
  readonly values: string[];
  readonly version?: string;
  readonly depends_on?: string[];
}

/** The releases by name, with values as the chart gets them and the names of the releases they come after. */
function releases(json: string) {
  const all: Record<string, ReleaseJson> = JSON.parse(json).resource.helm_release;
  const entries = Object.values(all).map((release) => {
    const after = (release.depends_on ?? []).flatMap(
      (address) => all[address.replace("helm_release.", "")]?.name ?? [],
    );
    return [release.name, { ...release, after, values: JSON.parse(quoteExpressions(release.values[0])) }] as const;
  });
  return Object.fromEntries(entries);
}

/** What Terraform works out, such as the autoscaler's version, as a text. */
function quoteExpressions(document: string): string {
  return document.replace(/"\$\{(lookup\(.*?\))\}"/g, (_, expression: string) => JSON.stringify(expression));
}

const everything = Object.fromEntries(Object.keys(platformCatalogue).map((name) => [name, {}])) as Record<
  PlatformServiceName,
  object
>;

describe("PlatformServices", () => {
  test("the CRDs of monitors are there before everything that brings one, and leave after it", () => {
    const { "prometheus-operator-crds": crds, ...others } = releases(synth(everything, { eks }));

    expect(crds.after).toEqual([]);
    for (const { after } of Object.values(others)) expect(after).toContain("prometheus-operator-crds");
  });

  test.each([
    ["cert-manager", "envoy-gateway"],
    ["flagger", "envoy-gateway"],
    ["flagger", "flagger-loadtester"],
    ["prometheus-adapter", "kube-prometheus-stack"],
    ["istiod", "istio-base"],
    ["fluent-bit", "loki"],
  ])("%s comes after %s", (later, earlier) => {
    expect(releases(synth(everything, { eks }))[later].after).toContain(earlier);
  });

  test("a service that is not named is not installed, and nothing counts on it", () => {
    const { "cert-manager": certManager, ...others } = releases(synth({ "cert-manager": {} }));

    expect(others).toEqual({});
    expect(certManager.values).toMatchObject({
      config: { enableGatewayAPI: false },
      prometheus: { servicemonitor: { enabled: false } },
    });
  });

  test("a service that the cluster has already is not installed, and others count on it", () => {
    const json = synth({ "kube-prometheus-stack": { enabled: false }, "prometheus-adapter": {}, "cert-manager": {} });

    expect(Object.keys(releases(json)).sort()).toEqual(["cert-manager", "prometheus-adapter"]);
    expect(releases(json)["cert-manager"].values).toMatchObject({ prometheus: { servicemonitor: { enabled: true } } });
  });

  test("chosen values win over ours, and a chosen version over the pinned one", () => {
    const values = { replicas: 5, resources: { limits: { memory: "1Gi" } } };
    const { "metrics-server": release } = releases(synth({ "metrics-server": { version: "3.13.0", values } }));

    expect(release.version).toBe("3.13.0");
    expect(release.values).toMatchObject({
      replicas: 5,
      resources: { requests: { cpu: "100m" }, limits: { memory: "1Gi" } },
    });
  });

  test("chosen values reach the service, not what comes with it", () => {
    const { loki, "fluent-bit": shipper } = releases(synth({ "log-shipping": { values: { flush: 5 } } }));

    expect(shipper.values.flush).toBe(5);
    expect(loki.values.flush).toBeUndefined();
  });

  test("a service account takes its role where the controllers' roles expect it", () => {
    const arn = "arn:aws:iam::111111111111:role/ai-prism-prod-cluster-autoscaler";
    const json = synth({ "cluster-autoscaler": {} }, { eks, roleArns: { "cluster-autoscaler": arn } });

    expect(releases(json)["cluster-autoscaler"].values.rbac.serviceAccount).toEqual({
      create: true,
      name: "cluster-autoscaler",
      annotations: { "eks.amazonaws.com/role-arn": arn },
    });
  });

  test("the autoscaler is that of the cluster's version", () => {
    const json = synth({ "cluster-autoscaler": {} }, { eks });

    expect(releases(json)["cluster-autoscaler"].values.image.tag).toContain('"1.33" = "v1.33.6"');
  });

  test.each(["cluster-autoscaler", "aws-load-balancer-controller"] as const)("%s is refused outside EKS", (name) => {
    expect(() => synth({ [name]: {} })).toThrow("expected a cluster on EKS");
  });

  test("a service without what it needs is refused", () => {
    expect(() => synth({ flagger: {} })).toThrow(
      'platform service "flagger": expected "kube-prometheus-stack" beside it, found none',
    );
  });

  test("logs are kept as long as asked, in the cluster or in CloudWatch", () => {
    const logs = { retentionDays: 14, storageGib: 20 };
    const group = { ...logs, cloudWatchGroup: "/eks/ai-prism-prod" };

    expect(releases(synth({ "log-shipping": {} }, { logs })).loki.values.loki.limits_config).toEqual({
      retention_period: "336h",
    });
    const { loki, "fluent-bit": shipper } = releases(synth({ "log-shipping": {} }, { eks, logs: group }));
    expect(loki).toBeUndefined();
    expect(shipper.values.config.outputs).toMatch(
      /log_group_name \/eks\/ai-prism-prod\n(.*\n)*.*log_retention_days 14/,
    );
  });

  test("autoscalers can ask for active_requests, nobody is let into Grafana unnamed, and its password is in no value", () => {
    const all = releases(synth({ "kube-prometheus-stack": {}, "prometheus-adapter": {} }));

    expect(all["prometheus-adapter"].values.rules.custom[0].name.as).toBe("active_requests");
    const { grafana } = all["kube-prometheus-stack"].values;
    expect(grafana["grafana.ini"]["auth.anonymous"]).toEqual({ enabled: false });
    expect(JSON.stringify(grafana)).not.toContain("assword");
  });

  test("monitors, rules and alert routes of every namespace count", () => {
    const { prometheus, alertmanager } = releases(synth({ "kube-prometheus-stack": {} }))["kube-prometheus-stack"]
      .values;

    expect(prometheus.prometheusSpec).toMatchObject({
      serviceMonitorSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
    });
    expect(alertmanager.alertmanagerSpec.alertmanagerConfigMatcherStrategy).toEqual({ type: "None" });
  });

  test("only node agents' namespaces admit privileged pods", () => {
    const namespaces: object[] = Object.values(JSON.parse(synth(everything, { eks })).resource.kubernetes_namespace_v1);
    const privileged = namespaces.flatMap((namespace) => {
      const { name, labels } = (namespace as { metadata: { name: string; labels: Record<string, string> } }).metadata;
      return labels["pod-security.kubernetes.io/enforce"] === "privileged" ? name : [];
    });

    expect(privileged.sort()).toEqual(["logging", "monitoring"]);
    expect(synth({ "metrics-server": {} })).not.toHaveResource(NamespaceV1);
  });

  test("without high availability there is one copy, and no budget that would stop a drain", () => {
    const { "metrics-server": one } = releases(synth({ "metrics-server": {} }, { highAvailability: false }));

    expect(one.values).toMatchObject({ replicas: 1, podDisruptionBudget: { enabled: false } });
  });
});
