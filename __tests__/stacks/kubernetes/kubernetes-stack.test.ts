import { Release } from "@cdktf/provider-helm/lib/release";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { PrometheusAlert } from "../../../modules/kubernetes/monitoring/alert-rules";
import { Synthesized } from "../../synthesized";
import { oneApplication } from "../one-application";

/** How settings of the application reach the parts of a Kubernetes stack. */

const { build } = oneApplication();

async function built(change: string): Promise<Synthesized> {
  const { text, mistakes } = await build("kubernetes", change);
  expect(mistakes).toEqual([]);
  return new Synthesized(text);
}

test("alerts and dashboards watch the API and every component", async () => {
  const components = ["worker", "reporter"]
    .map((name) => `${name} = { command = ["run"], cpu = 1, memory_mib = 2048, replicas = { min = 1, max = 1 } }`)
    .join("\n");
  const made = await built(`application = { components = {\n${components}\n} }`);
  const services = ["api", "reporter", "worker"];

  const chart = made.all(Release).find(({ name }) => name === "test-execution-dev-monitoring");
  const { services: scraped, rules } = JSON.parse(chart.values[0]);
  expect([...scraped].sort()).toEqual(services.map((name) => `test-execution-${name}`));
  for (const alert of ["CpuNearlyUsedUp", "MemoryNearlyUsedUp"]) {
    const watched = (rules as PrometheusAlert[]).filter((rule) => rule.alert === alert);
    expect(watched.map(({ labels }) => labels.service).sort()).toEqual(services);
  }

  const [infrastructure] = made.all(ConfigMapV1).filter(({ metadata }) => metadata.name === "dashboard-infrastructure");
  const [{ targets }] = JSON.parse(Object.values<string>(infrastructure.data)[0]).panels;
  expect(targets.map(({ legendFormat }: { legendFormat: string }) => legendFormat).sort()).toEqual(services);
});

const vault = `
  platform_services = { external-secrets = {} }
  secrets           = { store = "vault", database_secret = "one/db", vault = { server = "https://vault.example.com", role = "one" }`;

test("without a database host in the settings, the application gets it from the secret", async () => {
  const made = await built(`kubernetes = {${vault} }\n}`);
  const [container] = made.one(DeploymentV1).spec.template.spec.container;
  expect(container.env).toContainEqual({
    name: "DATABASE_HOST",
    value_from: { secret_key_ref: { name: "postgres-credentials", key: "host" } },
  });
});

test("a database host in the settings is a plain variable, and no entry of the secret", async () => {
  const made = await built(`kubernetes = {${vault}, database_host = "db.internal" }\n}`);
  const [container] = made.one(DeploymentV1).spec.template.spec.container;
  expect(container.env.map(({ name }: { name: string }) => name)).toEqual(["DATABASE_USER", "DATABASE_PASSWORD"]);
  expect(made.all(ConfigMapV1)).toContainEqual(
    expect.objectContaining({ data: expect.objectContaining({ DATABASE_HOST: "db.internal" }) }),
  );
  const secrets = made.all(Release).find(({ name }) => name === "test-execution-dev-secrets");
  expect(Object.keys(JSON.parse(secrets.values[0]).secrets[0].data)).toEqual(["username", "password"]);
});
