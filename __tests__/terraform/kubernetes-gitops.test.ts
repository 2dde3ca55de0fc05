import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../stacks/synthesized";
import { describeWith, helm } from "./support/go-tool";
import { Helm } from "./support/helm";
import type { Manifest } from "./support/kubernetes-manifests";
import { KubernetesStacks } from "./support/kubernetes-stacks";
import { RenderedObjects } from "./support/rendered-objects";
import { readYaml } from "./support/terraform-values";

/** What Argo CD deploys of the repository in `examples/gitops`, as the Applications of the stacks read it. */

const staging = "ai-prism-kubernetes-staging";
const production = ["ai-prism-kubernetes-prod", "ai-prism-kubernetes-prod-dr"] as const;

describeWith([helm], "the repository that Argo CD follows", (program) => {
  const stacks = new KubernetesStacks();
  const objects = new RenderedObjects(stacks, new Helm(program));
  let repository = "";

  beforeAll(async () => {
    repository = mkdtempSync(join(tmpdir(), "gitops-"));
    cpSync(join(root, "examples/gitops"), repository, { recursive: true });
    await stacks.synthesize();
  }, 120_000);
  afterAll(() => {
    stacks.remove();
    rmSync(repository, { recursive: true });
  });

  /** Renders as Argo CD does: parameters win over values files, and those over the chart's values.yaml. */
  async function deployed(stack: string): Promise<Manifest[]> {
    const [application] = Object.values(await objects.of(stack, "Application"));
    const { path, helm: source } = application?.spec.source ?? {};
    const folder = join(repository, path);
    const files = source.valueFiles.map((file: string) => `--values=${join(folder, file)}`);
    const wins = (source.parameters ?? []).map((it: { name: string; value: string }) => `--set=${it.name}=${it.value}`);
    const text = execFileSync(program, ["template", "release", folder, ...files, ...wins], { encoding: "utf8" });
    return readYaml(text) as Manifest[];
  }

  const pods = async (stack: string) => (await deployed(stack))[0]?.spec.template.spec;

  test.each<[string, string]>([
    [staging, "staging"],
    ...production.map((stack): [string, string] => [stack, "production"]),
  ])("%s: a committed tag takes effect", async (stack, folder) => {
    const file = join(repository, `environments/${folder}/values.yaml`);
    const before = (await pods(stack)).containers[0].image;
    expect(before).toMatch(/^ghcr\.io\/example\/ai-prism\/api:v\d/);
    writeFileSync(file, readFileSync(file, "utf8").replace(/tag: \S+/, `tag: v9.9.9-${stack}`));
    expect((await pods(stack)).containers[0].image).toBe(`ghcr.io/example/ai-prism/api:v9.9.9-${stack}`);
  });

  test("committed replicas take effect", async () => {
    expect((await deployed(staging))[0]?.spec.replicas).toBe(5);
    expect((await deployed("ai-prism-kubernetes-prod"))[0]?.spec.replicas).toBe(10);
    expect((await deployed("ai-prism-kubernetes-prod-dr"))[0]?.spec.replicas).toBe(1);
  });

  // The figures of document 003.
  test.each([staging, ...production])("%s: the API requests half of its limits, and has its probes", async (stack) => {
    const [api] = await deployed(stack);
    const { template, strategy } = api?.spec ?? {};
    expect(strategy.rollingUpdate).toEqual({ maxUnavailable: "25%", maxSurge: "25%" });
    expect(template.spec).toMatchObject({
      automountServiceAccountToken: false,
      nodeSelector: { tier: "api" },
      tolerations: [{ key: "tier", operator: "Equal", value: "api", effect: "NoSchedule" }],
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        fsGroup: 10001,
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
    const [container] = template.spec.containers;
    const probe = (path: string, initialDelaySeconds: number, periodSeconds: number, timeoutSeconds: number) => ({
      httpGet: { path },
      initialDelaySeconds,
      periodSeconds,
      timeoutSeconds,
    });
    expect(container).toMatchObject({
      resources: {
        requests: { cpu: "500m", memory: "1Gi", "ephemeral-storage": "500Mi" },
        limits: { cpu: "1", memory: "2Gi", "ephemeral-storage": "1Gi" },
      },
      livenessProbe: { ...probe("/health/live", 30, 10, 5), failureThreshold: 3 },
      readinessProbe: { ...probe("/health/ready", 5, 5, 3), failureThreshold: 3 },
      startupProbe: { ...probe("/health/startup", 10, 10, 5), failureThreshold: 30 },
      securityContext: {
        // Set at the container, too: the provider writes false where it is unset, and no pod would start.
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    });
  });

  test("Terraform has no Deployment, and the rest of the service", async () => {
    const stack = "ai-prism-kubernetes-prod";
    expect(Object.keys(await objects.of(stack, "Deployment"))).toEqual(["rate-limit-store"]);
    for (const kind of ["ServiceAccount", "HorizontalPodAutoscaler", "PodDisruptionBudget", "ConfigMap"]) {
      expect(Object.keys(await objects.of(stack, kind)).join()).toContain("ai-prism-api");
    }
    for (const kind of ["ResourceQuota", "LimitRange", "NetworkPolicy", "Canary", "TargetGroupBinding"]) {
      expect(Object.keys(await objects.of(stack, kind))).not.toEqual([]);
    }
  });

  test("what is deployed to staging goes on to production: the chart's templates are the same", () => {
    const templateOf = (environment: string) =>
      readFileSync(join(repository, `environments/${environment}/templates/deployment.yaml`), "utf8");
    expect(templateOf("staging")).toBe(templateOf("production"));
  });

  test("the Deployment is the one that Terraform makes on dev, with the stack's names", async () => {
    const [deployment] = await deployed("ai-prism-kubernetes-prod");
    const { "ai-prism-api": dev } = await objects.of("ai-prism-kubernetes-dev", "Deployment");
    const of = (template: Manifest["spec"]) => {
      const { containers, securityContext, volumes, serviceAccountName } = template.spec;
      const [{ image, env, args, ...container }] = containers;
      const named = <T extends { name: string }>(list: T[]) => Object.fromEntries(list.map((it) => [it.name, it]));
      return { securityContext, serviceAccountName, volumes: named(volumes), env: named(env), container };
    };
    const wanted = of(dev?.spec.template);
    const given = of(deployment?.spec.template);
    expect(given.container.resources).toEqual(wanted.container.resources);
    expect(given.container.securityContext).toEqual(wanted.container.securityContext);
    expect(given.container.envFrom).toEqual(wanted.container.envFrom);
    expect(Object.keys(given.env).sort()).toEqual(Object.keys(wanted.env).sort());
    for (const part of ["securityContext", "serviceAccountName", "volumes"] as const) {
      expect(given[part]).toEqual(wanted[part]);
    }
    const budget = (await objects.of("ai-prism-kubernetes-prod", "PodDisruptionBudget"))["ai-prism-api"];
    const [{ key, values }] = budget?.spec.selector.matchExpressions ?? [{}];
    expect(values).toContain(deployment?.spec.template.metadata.labels[key]);
  });

  test("the project of Argo CD lets the repository's kinds in, and none that grant rights", async () => {
    const { "ai-prism-prod": project } = await objects.of("ai-prism-kubernetes-prod", "AppProject");
    const allowed = project?.spec.namespaceResourceWhitelist.map(
      ({ group, kind }: Record<string, string>) => `${group}/${kind}`,
    );
    for (const { apiVersion, kind } of await deployed("ai-prism-kubernetes-prod")) {
      expect(allowed).toContain(`${apiVersion.split("/").slice(0, -1).join()}/${kind}`);
    }
    const { "ai-prism-prod": application } = await objects.of("ai-prism-kubernetes-prod", "Application");
    expect(application?.spec.project).toBe("ai-prism-prod");
  });
});
