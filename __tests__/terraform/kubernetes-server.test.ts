import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pluginEnvironment } from "../../operator/terraform/plugins";
import { type ControlPlane, controlPlanePrograms } from "./support/control-plane";
import { addNodes, annotateAsGke, growAndRestart, refusedPods } from "./support/kubernetes-pods";
import { KubernetesServer } from "./support/kubernetes-server";
import { clusters, deliveredChart, onServer, readStack } from "./support/kubernetes-trial";
import { ProjectCopy } from "./support/project-copy";
import { synthesized, unavailable } from "./support/shapes";

/**
 * The stacks of Kubernetes on a real API server, which admits or refuses each object. ETCD, KUBE_APISERVER and KUBE_CONTROLLER_MANAGER
 * name its programs, KUBERNETES_CHARTS a folder with the charts of other repositories, unpacked and with what they depend on.
 */

const programs = controlPlanePrograms();
if ("unavailable" in programs) skip(programs.unavailable);
else addTests(programs);

function skip(why: string): void {
  const title = `skipped: the stacks on a real API server: ${why}`;
  process.stderr.write(`${title}\n`); // Jest prints no name of a file whose tests are all skipped.
  test.skip(title, () => {});
}

function addTests(programs: ControlPlane): void {
  const project = new ProjectCopy();
  const env = { ...project.env, CHECKPOINT_DISABLE: "1", TF_DATA_DIR: undefined, ...pluginEnvironment(project.local) };
  const program = process.env.TERRAFORM_BINARY_NAME || "terraform";
  const all = synthesized(project, "kubernetes-*", "ai-prism-kubernetes-*");

  const [missing] = initialized(project.path("plugins"), program, env).match(unavailable) ?? [];
  if (missing) {
    rmSync(project.dir, { recursive: true });
    skip(missing);
    return;
  }
  afterAll(() => project.remove());

  /** Runs Terraform. An error comes alone, without the line of the stack's JSON that it quotes; a plan without what it read. */
  const terraform = (cwd: string, ...args: string[]) =>
    new Promise<{ code: number | null; text: string }>((resolve, reject) => {
      const child = spawn(program, [...args, "-input=false", "-no-color"], { cwd, env });
      let text = "";
      for (const output of [child.stdout, child.stderr]) output.on("data", (part) => (text += part));
      child.once("error", reject);
      child.once("close", (code) => {
        const said = text.replace(/^ +\d+: \{.*\n|^\S+: Refreshing state.*\n/gm, "");
        resolve({ code, text: code === 1 ? said.slice(Math.max(0, said.indexOf("Error: "))) : said });
      });
    });
  const apply = async (cwd: string, json: object) => {
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, "cdk.tf.json"), JSON.stringify(json));
    expect(await terraform(cwd, "init")).toEqual({ code: 0, text: expect.stringContaining("initialized") });
    const applied = await terraform(cwd, "apply", "-auto-approve");
    expect(applied).toEqual({ code: 0, text: expect.stringMatching(/Apply complete! .* 0 changed, 0 destroyed/) });
  };
  const expectNoChange = async (cwd: string) => {
    const plan = await terraform(cwd, "plan", "-detailed-exitcode");
    expect(plan).toEqual({ code: 0, text: expect.stringContaining("No changes.") });
  };

  describe.each(clusters(project, all))("the cluster %s", (_, stacks) => {
    const server = new KubernetesServer(programs);
    beforeAll(async () => {
      await server.start();
      await addNodes(server);
    }, 180_000);
    afterAll(() => server.stop());

    const folders = stacks.map(({ id, file }) => {
      const cwd = project.path("server", id);
      const stack = readStack(project, file);
      const { json, leftOut } = onServer(stack, server.kubeconfig, process.env.KUBERNETES_CHARTS);
      const without = leftOut.length > 0 ? ` (left out: ${leftOut.join(", ")})` : "";

      test(`${id} is applied, and its second plan is empty${without}`, async () => {
        cpSync(project.path(dirname(file)), cwd, { recursive: true });
        await apply(cwd, json);
        await expectNoChange(cwd);
      }, 600_000);

      const chart = deliveredChart(project, json);
      if (chart) {
        test(`what Argo CD delivers to ${id} is admitted`, async () => {
          const [{ spec }] = await server.list("/apis/argoproj.io/v1alpha1/applications");
          const values = spec.source.helm.valueFiles.map((file: string) => readFileSync(join(chart, file), "utf8"));
          const release = { name: id, chart, values, namespace: spec.destination.namespace, wait: false };
          const { terraform, provider } = json;
          await apply(`${cwd}-delivered`, { terraform, provider, resource: { helm_release: { delivered: release } } });
        }, 120_000);
      }
      return { cwd, isOnEks: stack.data !== undefined };
    });

    test("every pod is admitted", async () => {
      expect(await server.list("/api/v1/pods")).not.toEqual([]);
      expect(await refusedPods(server)).toEqual([]);
    }, 120_000);

    test("there is room for the most replicas and an update, and neither is a difference", async () => {
      await growAndRestart(server);
      expect(await refusedPods(server)).toEqual([]);
      if (folders.every(({ isOnEks }) => !isOnEks)) await annotateAsGke(server);
      for (const { cwd } of folders) await expectNoChange(cwd);
    }, 600_000);
  });
}

/** What Terraform says when it installs the plugins of a cluster. Synchronous, because the list of tests depends on it. */
function initialized(cwd: string, program: string, env: NodeJS.ProcessEnv): string {
  mkdirSync(cwd);
  const required_providers = Object.fromEntries(
    ["helm", "kubernetes"].map((it) => [it, { source: `hashicorp/${it}` }]),
  );
  writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ terraform: { required_providers } }));
  const { error, stdout, stderr } = spawnSync(program, ["init", "-input=false", "-no-color"], {
    cwd,
    env,
    encoding: "utf8",
  });
  if (error) throw error;
  return `${stdout}\n${stderr}`;
}
