import { Release } from "@cdktf/provider-helm/lib/release";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { PrometheusAlert } from "../../../modules/kubernetes/monitoring/prometheus-alerts";
import { Synthesized } from "../../synthesized";
import { type Change, oneApplication } from "../one-application";

/** How settings of the application reach the parts of a Kubernetes stack. */

const { build } = oneApplication();

async function built(change: Change): Promise<Synthesized> {
  const { text, mistakes } = await build("kubernetes", change);
  expect(mistakes).toEqual([]);
  return new Synthesized(text);
}

test("alerts and dashboards watch the API and every component", async () => {
  const component = { command: ["run"], cpu: 1, memory_mib: 2048, replicas: { min: 1, max: 1 } };
  const made = await built({ application: { components: { worker: component, reporter: component } } });
  const services = ["api", "reporter", "worker"];

  const chart = made.all(Release).find(({ name }) => name === "one-dev-monitoring");
  const { services: scraped, pods, rules } = JSON.parse(chart.values[0]);
  // Each by what it has: a ServiceMonitor finds nothing where there is no Service.
  expect(scraped).toEqual(made.all(ServiceV1).map(({ metadata }) => metadata.name));
  expect([...scraped, ...pods].sort()).toEqual(services.map((name) => `one-${name}`));
  for (const alert of ["CpuNearlyUsedUp", "MemoryNearlyUsedUp"]) {
    const watched = (rules as PrometheusAlert[]).filter((rule) => rule.alert === alert);
    expect(watched.map(({ labels }) => labels.service).sort()).toEqual(services);
  }

  const [infrastructure] = made.all(ConfigMapV1).filter(({ metadata }) => metadata.name === "dashboard-infrastructure");
  const [{ targets }] = JSON.parse(Object.values<string>(infrastructure.data)[0]).panels;
  expect(targets.map(({ legendFormat }: { legendFormat: string }) => legendFormat).sort()).toEqual(services);
});

test("the application gets the host of the database from the secret", async () => {
  const made = await built({
    kubernetes: {
      platform_services: { "external-secrets": {} },
      secrets: {
        store: "vault",
        database_secret: "one/db",
        vault: { server: "https://vault.example.com", role: "one" },
      },
    },
  });
  const [container] = made.one(DeploymentV1).spec.template.spec.container;
  expect(container.env).toContainEqual({
    name: "DATABASE_HOST",
    value_from: { secret_key_ref: { name: "postgres-credentials", key: "host" } },
  });
});

test("a workload on another system's cluster brings its own roles, secret of the database and way in", async () => {
  const [secrets, pods] = ["secrets", "pods"].map((name) => `arn:aws:iam::111111111111:role/one-${name}`);
  const made = await built({
    cache: null,
    kubernetes: {
      cluster: { kind: "eks", system: "platform" },
      secrets: { store: "aws", role_arn: secrets, database_secret: "one/dev/database" },
      service: { role_arn: pods },
      platform_services: { "external-secrets": { enabled: false }, "envoy-gateway": { enabled: false } },
    },
  });
  const { data } = made.json as { data: Record<string, Record<string, Record<string, unknown>>> };
  expect(Object.values(data["aws_eks_cluster"] ?? {})[0]?.["name"]).toBe("platform-dev");
  // Nothing that the other system's stack makes for its own application.
  expect(Object.keys(data)).not.toEqual(expect.arrayContaining(["aws_lb_target_group"]));
  expect(Object.keys(data)).not.toEqual(expect.arrayContaining(["aws_rds_cluster"]));
  const text = JSON.stringify(made.json);
  expect(text).not.toMatch(/role\/platform-dev-(api|external-secrets)|target-group-binding|\/platform\/dev/);

  const accounts = made
    .all(ServiceAccountV1)
    .map(({ metadata }) => metadata.annotations?.["eks.amazonaws.com/role-arn"]);
  expect(new Set(accounts)).toEqual(new Set([pods]));
  const values = (name: string) => JSON.parse(made.all(Release).find((it) => it.name === name).values[0]);
  expect(values("one-dev-secrets").aws).toMatchObject({ roleArn: secrets });
  expect(values("one-api-gateway").entry).toEqual({
    tls: {
      secret: "one-tls",
      issuer: "",
      annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" },
    },
  });
});

test("on EKS the pods of every component take the application's role, and the cluster's stack trusts each by name", async () => {
  const component = { command: ["run"], cpu: 1, memory_mib: 2048, replicas: { min: 1, max: 1 } };
  const application = { components: { worker: component, reporter: component } };
  const made = await built({
    application,
    kubernetes: { cluster: { kind: "eks" }, secrets: { store: "aws" }, platform_services: { "external-secrets": {} } },
  });
  const accounts = made
    .all(ServiceAccountV1)
    .map(({ metadata: { name, annotations } }) => [name, annotations["eks.amazonaws.com/role-arn"].split("/").pop()]);
  expect(accounts.sort()).toEqual(["api", "reporter", "worker"].map((name) => [`one-${name}`, "one-dev-api"]));

  const { text, mistakes } = await build("aws-eks", { application, database: { replicas: 1 } });
  expect(mistakes).toEqual([]);
  const [trust] = new Synthesized(text).statements("application-role_trust");
  expect(trust?.condition).toContainEqual(
    expect.objectContaining({
      values: ["api", "worker", "reporter"].map((name) => `system:serviceaccount:one-dev:one-${name}`),
    }),
  );
});

test.each([
  ["gke", { kind: "gke", name: "main", project: "example", location: "europe-west1" }],
  ["kubeconfig, which may name one on GKE", { kind: "kubeconfig", context: "one" }],
])("what GKE writes to each Service is no difference: %s", async (_, cluster) => {
  const { json } = await built({ kubernetes: { cluster } });
  const [{ ignore_annotations: ignored = [] } = {}] = (
    json as { provider: { kubernetes: { ignore_annotations?: string[] }[] } }
  ).provider.kubernetes;
  const isIgnored = (annotation: string) => ignored.some((pattern) => new RegExp(pattern).test(annotation));
  const annotations = ["cloud.google.com/neg", "cloud.google.com/neg-status", "cloud.google.com/backend-config"];
  expect(annotations.filter(isIgnored)).toEqual(["cloud.google.com/neg", "cloud.google.com/neg-status"]);
});
