import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator, stopEmulator } from "../../../operator/local/emulator";
import { emulatorEnvironment } from "../../../operator/local/emulator-environment";
import { ensureEmulatorInstalled } from "../../../operator/local/emulator-install";
import { withWorkspace } from "../../../operator/operations/with-workspace";
import { pluginEnvironment } from "../../../operator/terraform/plugins";
import { stateLocation } from "../../../stacks/state-location";
import { synthesize } from "../../../stacks/synthesis/synthesize";
import { exampleSettings, examples, root } from "../../stacks/synthesized";
import { unavailable } from "./shapes";

/** Settings that only the emulator needs. They change no resource. */
const emulatorSettings = "aws_provider = { max_retries = 2, use_path_style = true }\n";

/** Environment variables that Google's provider needs for a plan that reads nothing. */
const google = { GOOGLE_OAUTH_ACCESS_TOKEN: "made-up" };

/** The stacks of an environment that can be planned without a cloud: those of Kubernetes need a cluster, those of Azure an account. */
export function plannedStacks(environment: string) {
  return examples.stacks.filter(
    (stack) => stack.environment === environment && /^(account|aws|gcp)/.test(stack.platform),
  );
}

/** The reason why the plugin of a provider is missing; nothing if it is there. Synchronous, because Jest needs the list of tests. */
export function missingPlugin(provider: string): string | undefined {
  const cwd = mkdtempSync(join(tmpdir(), "plugin-"));
  try {
    const { name: source, version } = require(`@cdktf/provider-${provider}/package.json`).cdktf.provider;
    const terraform = { required_providers: { [provider]: { source, version } } };
    writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ terraform }));
    const { stdout, stderr } = spawnSync(
      process.env.TERRAFORM_BINARY_NAME || "terraform",
      ["init", "-input=false", "-no-color"],
      {
        cwd,
        env: { ...process.env, CHECKPOINT_DISABLE: "1", ...pluginEnvironment(join(root, ".local")) },
        encoding: "utf8",
      },
    );
    return `${stdout}\n${stderr}`.match(unavailable)?.[0];
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/**
 * Plans stacks for an empty account, without having one: those of AWS against an emulator of their own. `use` is called with the JSON file
 * of each plan, one after the other.
 */
export async function withPlans(
  stacks: ReturnType<typeof plannedStacks>,
  use: (id: string, planFile: string) => Promise<void>,
): Promise<void> {
  const project = mkdtempSync(join(tmpdir(), "security-"));
  const folder = join(project, ".local");
  const outdir = join(project, "out");
  try {
    await shareInstallations(folder);
    const settingsFile = join(project, "emulator.tfvars");
    writeFileSync(settingsFile, emulatorSettings);
    const { mistakes } = await synthesize({ project: examples, outdir, stacks, ownFiles: [settingsFile] });
    if (mistakes.length > 0) throw new Error(mistakes.join("\n"));

    const [{ environment = "" } = {}] = stacks;
    const settings = exampleSettings<"account">(`account-${environment}`);
    const emulator = await emulatorOf(settings.account_id, folder);
    await makeStateKey(emulator.moto, stateLocation(settings));
    for (const { id, platform } of stacks) {
      await use(
        id,
        await plan(id, outdir, folder, platform === "gcp" ? google : emulatorEnvironment(folder, emulator)),
      );
    }
  } finally {
    await stopEmulator(folder);
    rmSync(project, { recursive: true });
  }
}

/** Links the Python and the providers that the operator has into another folder. */
async function shareInstallations(folder: string): Promise<void> {
  const shared = join(root, ".local");
  mkdirSync(join(shared, "plugins"), { recursive: true });
  await ensureEmulatorInstalled(shared);
  mkdirSync(folder);
  for (const name of ["python", "plugins"]) symlinkSync(join(shared, name), join(folder, name));
  symlinkSync(join(root, "operator"), join(folder, "..", "operator"));
}

/** Starts an emulator with the account id of the environment, which `allowed_account_ids` requires. */
async function emulatorOf(accountId: string, folder: string) {
  process.env.MOTO_ACCOUNT_ID = accountId;
  try {
    return await startEmulator(folder);
  } finally {
    delete process.env.MOTO_ACCOUNT_ID;
  }
}

/** Creates what the other stacks look up of the account stack: the state's key, by its alias. */
async function makeStateKey(
  { endpoint, key }: Emulator["moto"],
  { keyAlias, region }: { keyAlias: string; region: string },
) {
  const call = async (operation: string, body: object) => {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `TrentService.${operation}`,
        Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20250101/${region}/kms/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${text}`);
    return text;
  };
  const { KeyMetadata } = JSON.parse(await call("CreateKey", {})) as { KeyMetadata: { KeyId: string } };
  await call("CreateAlias", { AliasName: keyAlias, TargetKeyId: KeyMetadata.KeyId });
}

function plan(id: string, source: string, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  return withWorkspace({ id, source, operation: "plan", root: folder, env }, async (workspace) => {
    writeFileSync(workspace.path("backend_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
    await workspace.reinit();
    await workspace.terraform.run(["plan", "-input=false", "-no-color", "-lock=false", "-out=plan.tfplan"]);
    const file = workspace.path("plan.json");
    writeFileSync(file, await workspace.terraform.run(["show", "-json", "plan.tfplan"]));
    return file;
  });
}
