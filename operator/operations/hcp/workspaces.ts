import { join } from "node:path";
import type { Progress } from "../../progress/progress";
import { HcpClient, type HcpObject } from "../../terraform/hcp-client";
import { readJson } from "../../terraform/json-output";
import { pluginEnvironment } from "../../terraform/plugins";
import { readStackConfig } from "../../terraform/stack-config";
import { Terraform } from "../../terraform/terraform";
import type { HcpRuns } from "../stack-flags";
import { ensureVariables, identityVariables } from "./variables";

export interface HcpWorkspacesOptions {
  /** Folder that holds `stacks/<id>/cdk.tf.json`. */
  readonly source: string;
  /** The environment, which the workspaces are tagged with. */
  readonly environment: string;
  /** The operator's own folder. @default .local */
  readonly root?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** As in Selection. @default - all runs are on this machine */
  readonly hcpRuns?: (id: string) => HcpRuns | undefined;
  readonly progress: Pick<Progress, "report">;
}

/** The `cloud` block of a stack. */
export interface Cloud {
  readonly hostname: string;
  readonly organization: string;
  readonly workspaces: { readonly name: string; readonly project?: string };
}

/**
 * Makes the workspaces of stacks whose state is in HCP Terraform, and their projects, or puts their settings right: where Terraform runs (the
 * execution mode), as whom (variables of dynamic credentials), no working directory (what is uploaded is the stack's own folder), and the tags
 * `environment` and `stack`. Terraform alone makes them with the organization's default mode, usually `remote`. A workspace for runs in the
 * service begins with the version of Terraform that this machine has, so that both can read the state; later a person raises it. Tags and
 * variables that a person gave stay.
 * @returns the ids of the stacks whose workspace was made or changed
 * @throws {UserError} where the API refuses
 */
export async function ensureHcpWorkspaces(ids: readonly string[], options: HcpWorkspacesOptions): Promise<string[]> {
  const { source, root = ".local", env = { ...process.env, ...pluginEnvironment(root) }, progress } = options;
  const changed: string[] = [];
  const clients = new Map<string, HcpClient>();
  for (const id of ids) {
    const { backend, terraform } = readStackConfig(join(source, "stacks", id, "cdk.tf.json"));
    if (backend.type !== "cloud") continue;
    const cloud = backend.settings as unknown as Cloud;
    const client = clients.get(cloud.hostname) ?? (await HcpClient.connect(cloud.hostname, env));
    clients.set(cloud.hostname, client);
    const runs = options.hcpRuns?.(id);
    const version = runs && (await terraformVersion(env));
    const tags = { environment: options.environment, stack: id };
    const { workspace, done: made } = await ensureWorkspace(client, cloud, tags, runs ? "remote" : "local", version);
    const isChanged = await ensureVariables(client, workspace.id, runs ? identityVariables(runs, terraform) : {});
    const done = made ?? (isChanged ? "changed" : undefined);
    if (done) changed.push(id);
    const text = `workspace ${cloud.workspaces.name} of ${cloud.organization}: ${done ?? "as it should be"}`;
    progress.report({ stack: id, type: "note", text });
  }
  return changed;
}

/** Returns the workspace and what was done to it; nothing where it was right. */
async function ensureWorkspace(
  client: HcpClient,
  { organization, workspaces: { name, project } }: Cloud,
  tags: Readonly<Record<string, string>>,
  mode: "local" | "remote",
  version: string | undefined,
): Promise<{ workspace: HcpObject; done?: "made" | "changed" }> {
  const projectId = project && (await ensureProject(client, organization, project));
  const wanted = { "execution-mode": mode, "working-directory": "" };
  const relationships = {
    ...(projectId && { project: { data: { type: "projects", id: projectId } } }),
    "tag-bindings": {
      data: Object.entries(tags).map(([key, value]) => ({ type: "tag-bindings", attributes: { key, value } })),
    },
  };
  const data = { type: "workspaces", attributes: { name, ...wanted }, relationships };
  const found = await client.get(`organizations/${organization}/workspaces/${name}`);
  if (!found) {
    const attributes = { ...data.attributes, ...(version && { "terraform-version": version }) };
    const path = `organizations/${organization}/workspaces`;
    return { workspace: await client.write("POST", path, { ...data, attributes }), done: "made" };
  }
  const bound = await client.list(`workspaces/${found.id}/tag-bindings`);
  if (isRight(found, wanted, projectId) && hasTags(bound, tags)) return { workspace: found };
  await client.write("PATCH", `workspaces/${found.id}`, { ...data, relationships: withTagsOf(relationships, bound) });
  return { workspace: found, done: "changed" };
}

/** The version of the Terraform that commands run here. */
async function terraformVersion(env: NodeJS.ProcessEnv): Promise<string> {
  const text = await new Terraform({ cwd: process.cwd(), env }).run(["version", "-json"]);
  return (readJson("version", text) as { terraform_version: string }).terraform_version;
}

/** The id of a project, which is made where it is missing. */
async function ensureProject(client: HcpClient, organization: string, name: string): Promise<string> {
  const path = `organizations/${organization}/projects`;
  const found = await client.list(`${path}?${new URLSearchParams({ "filter[names]": name })}`);
  const [project] = found.filter(({ attributes }) => attributes["name"] === name);
  return (project ?? (await client.write("POST", path, { type: "projects", attributes: { name } }))).id;
}

function isRight(found: HcpObject, wanted: Readonly<Record<string, string>>, projectId: string | undefined): boolean {
  const settings = Object.entries(wanted).every(([key, value]) => (found.attributes[key] ?? "") === value);
  return settings && (!projectId || found.relationships?.["project"]?.data?.id === projectId);
}

const hasTags = (bound: readonly HcpObject[], tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).every(([key, value]) =>
    bound.some(({ attributes }) => attributes["key"] === key && attributes["value"] === value),
  );

/** A change of a workspace replaces all of its tags: those that it has go along. */
function withTagsOf<R extends { "tag-bindings": { data: { attributes: { key: string } }[] } }>(
  relationships: R,
  bound: readonly HcpObject[],
): object {
  const own = new Set(relationships["tag-bindings"].data.map(({ attributes }) => attributes.key));
  const others = bound
    .filter(({ attributes }) => !own.has(String(attributes["key"])))
    .map(({ attributes: { key, value } }) => ({ type: "tag-bindings", attributes: { key, value } }));
  return { ...relationships, "tag-bindings": { data: [...relationships["tag-bindings"].data, ...others] } };
}
