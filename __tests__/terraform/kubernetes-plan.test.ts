import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pluginEnvironment } from "../../operator/plugins";
import type { StackJson } from "../stacks/synthesized";
import { variants } from "./support/kubernetes-variants";
import { ProjectCopy } from "./support/project-copy";
import { distinct, shapeName, synthesized, unavailable } from "./support/shapes";

/** Terraform's plan with the real plugins, which check every object, and no cluster: mocks answer in its place. */

/** What a mock must answer with: by itself it gives random text, which is no certificate, and empty lists, without a first element. */
const answers: Readonly<Record<string, object>> = {
  aws: {
    aws_eks_cluster: {
      certificate_authority: [{ data: "Y2E=" }],
      version: "1.34",
      vpc_config: [{ vpc_id: "vpc-00000000" }],
    },
    aws_lb: { security_groups: ["sg-00000000"] },
    aws_rds_cluster: {
      master_user_secret: [{ secret_arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:database" }],
    },
    aws_vpc: { cidr_block: "10.0.0.0/16" },
  },
  azurerm: {
    azurerm_kubernetes_cluster: {
      kube_config: [{ cluster_ca_certificate: "Y2E=", client_certificate: "Y2E=", client_key: "Y2E=" }],
    },
  },
  google: { google_container_cluster: { master_auth: [{ cluster_ca_certificate: "Y2E=" }] } },
};

const project = new ProjectCopy();
const env = { ...project.env, CHECKPOINT_DISABLE: "1", TF_DATA_DIR: undefined, ...pluginEnvironment(project.local) };

let planned = 0;

// Here and not in a hook, because which tests there are depends on it.
const environments = synthesized(project).filter(({ id }) => id.startsWith("kubernetes-"));
for (const shape of distinct(project, environments)) addTest(shapeName(shape), shape.file);
for (const [name, { environment, settings }] of Object.entries(variants)) {
  writeFileSync(project.path("variant.tfvars"), settings);
  const [stack] = synthesized(project, `kubernetes-${environment}`, "--settings", "variant.tfvars");
  if (stack) addTest(`${stack.id} with ${name}`, stack.file);
}

// Jest runs no hook of a file whose tests are all skipped.
if (planned > 0) afterAll(() => project.remove());
else rmSync(project.dir, { recursive: true });

function addTest(name: string, file: string): void {
  const cwd = project.path("plans", name);
  cpSync(project.path(dirname(file)), cwd, { recursive: true });
  const { provider } = JSON.parse(readFileSync(join(cwd, "cdk.tf.json"), "utf8")) as StackJson;
  writeFileSync(join(cwd, "plan.tftest.json"), JSON.stringify(planTest(Object.keys(provider))));

  const init = terraform(cwd, "init", "-backend=false", "-input=false");
  const title = `the plugins plan ${name}`;
  const [missing] = init.text.match(unavailable) ?? [];
  if (missing) test.skip(`skipped: ${title}: ${missing}`, () => {});
  else {
    planned += 1;
    test(title, () => {
      expect(init).toMatchObject({ code: 0 });
      expect(terraform(cwd, "test")).toMatchObject({ code: 0, text: expect.stringContaining("1 passed, 0 failed") });
    }, 120_000);
  }
}

/** A test for Terraform that makes one plan, with a mock for each provider. */
function planTest(providers: readonly string[]): object {
  const mock_provider = Object.fromEntries(
    providers.map((name) => {
      const data = Object.entries(answers[name] ?? {}).map(([type, defaults]) => [type, { defaults }]);
      return [name, data.length > 0 ? { mock_data: Object.fromEntries(data) } : {}];
    }),
  );
  return { mock_provider, run: { plan: { command: "plan" } } };
}

function terraform(cwd: string, ...args: string[]): { code: number | null; text: string } {
  const program = process.env.TERRAFORM_BINARY_NAME || "terraform";
  const { status, error, stdout, stderr } = spawnSync(program, [...args, "-no-color"], { cwd, env, encoding: "utf8" });
  if (error) throw error;
  return { code: status, text: `${stdout}\n${stderr}` };
}
