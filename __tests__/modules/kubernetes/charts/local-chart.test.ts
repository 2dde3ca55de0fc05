import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { LocalChart } from "../../../../modules/kubernetes/charts/local-chart";

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "local-chart-"));
});
afterEach(() => rmSync(outdir, { recursive: true }));

function release() {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "stack");
  new HelmProvider(stack, "helm", {});
  const email = new TerraformVariable(stack, "email", {}).stringValue;
  const { release } = new LocalChart(stack, "issuer", {
    chart: "certificate-issuer",
    release: "issuer",
    namespace: "cert-manager",
    values: {
      email,
      retries: new TerraformVariable(stack, "retries", {}).numberValue,
      query: '"$${job}" \\d %%{x}',
    },
  });
  app.synth();
  const folder = join(outdir, "stacks/stack");
  const json = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
  return { folder, config: json.resource.helm_release[release.friendlyUniqueId] };
}

describe("LocalChart", () => {
  test("the chart is copied into the stack's folder, and its path is relative to it", () => {
    const { folder, config } = release();

    expect(config.chart).toMatch(/^assets\/[^/]+\/[0-9A-F]{32}$/);
    expect(existsSync(join(folder, config.chart, "Chart.yaml"))).toBe(true);
    expect(existsSync(join(folder, config.chart, "templates/cluster-issuer.yaml"))).toBe(true);
  });

  test("values are one document: a text means what it means in any argument", () => {
    const { config } = release();

    expect(config.values).toEqual([
      '{"email":"${var.email}","retries":${var.retries},"query":"\\"$${job}\\" \\\\d %%{x}"}',
    ]);
  });

  test("a release that fails is rolled back", () => {
    expect(release().config).toMatchObject({ name: "issuer", namespace: "cert-manager", atomic: true, max_history: 5 });
  });
});
