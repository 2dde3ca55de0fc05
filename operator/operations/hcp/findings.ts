import { join } from "node:path";
import { type Answer, type Finding, look, missing, ok } from "../../preflight/look/finding";
import { HcpClient } from "../../terraform/hcp-client";
import { pluginEnvironment } from "../../terraform/plugins";
import { readStackConfig } from "../../terraform/stack-config";
import type { HcpRuns } from "../stack-flags";
import { environmentOf, identityVariables } from "./variables";
import type { Cloud } from "./workspaces";

export interface HcpFindingsOptions {
  /** Folder that holds `stacks/<id>/cdk.tf.json`. */
  readonly source: string;
  /** As in Selection. */
  readonly hcpRuns: (id: string) => HcpRuns | undefined;
  /** The environment of a stack: a bootstrap of it makes its workspace. */
  readonly environmentOf: (id: string) => string | undefined;
  /** @default - this process's, with which Terraform finds its plugins */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Whether the workspaces of stacks whose state is in HCP Terraform are there, run where the settings say, and have the variables of the
 * settings' identities. What a variable set or a person gives a workspace is not looked at. Never throws.
 */
export async function hcpFindings(ids: readonly string[], options: HcpFindingsOptions): Promise<Finding[]> {
  const { source, env = { ...process.env, ...pluginEnvironment(".local") } } = options;
  const stacks = ids.map((id) => ({ id, config: readStackConfig(join(source, "stacks", id, "cdk.tf.json")) }));
  const inHcp = stacks.filter(({ config }) => config.backend.type === "cloud");
  return Promise.all(
    inHcp.map(({ id, config }) => {
      const cloud = config.backend.settings as unknown as Cloud;
      const runs = options.hcpRuns(id);
      const wanted = runs ? identityVariables(runs, config.terraform) : {};
      const command = `npm run bootstrap -- ${options.environmentOf(id) ?? "<environment>"}`;
      const subject = `workspace ${cloud.workspaces.name} of ${cloud.organization}`;
      return look({ check: "state", subject, stacks: [id] }, async () => {
        const client = await HcpClient.connect(cloud.hostname, env);
        return workspaceAnswer(client, cloud, { mode: runs ? "remote" : "local", wanted, command });
      });
    }),
  );
}

interface Wanted {
  readonly mode: "local" | "remote";
  readonly wanted: Readonly<Record<string, string>>;
  readonly command: string;
}

async function workspaceAnswer(
  client: HcpClient,
  { organization, workspaces: { name } }: Cloud,
  { mode, wanted, command }: Wanted,
): Promise<Answer> {
  const where = mode === "local" ? "runs are on this machine" : "runs are in HCP Terraform";
  const found = await client.get(`organizations/${organization}/workspaces/${name}`);
  if (!found) {
    const made = (await client.get(`organizations/${organization}`))?.attributes["default-execution-mode"];
    const willDo = made === mode && Object.keys(wanted).length === 0;
    if (willDo) return ok(`Terraform makes it; ${where}`);
    return missing(`it does not exist, and Terraform would make it for ${made ?? "another kind of"} runs`, command);
  }
  const { "execution-mode": now, "working-directory": folder } = found.attributes;
  // An agent is a machine of one's own that takes runs of the service.
  if (now !== mode && !(mode === "remote" && now === "agent"))
    return missing(`expected the execution mode ${mode}, found ${now}`, command);
  if (folder) return missing(`expected no working directory, found ${folder}`, command);
  const set = Object.keys(wanted).length > 0 ? await environmentOf(client, found.id) : [];
  const wrong = Object.keys(wanted).filter((key) => set.find((it) => it.key === key)?.value !== wanted[key]);
  if (wrong.length > 0) return missing(`expected the settings' ${wrong.join(", ")} as its variables`, command);
  return ok([where, ...Object.keys(wanted)].join(", "));
}
