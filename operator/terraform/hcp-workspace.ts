import { UserError } from "../process/user-error";
import { HcpClient } from "./hcp-client";
import type { Workspace } from "./workspace";

/**
 * Whether HCP Terraform shows the workspace of a stack whose state is there. Terraform's own `init` makes one that it does not find.
 * @throws {UserError} where not even the organization is shown
 */
export async function isWorkspaceThere({ config, env }: Pick<Workspace, "config" | "env">): Promise<boolean> {
  const settings = config.backend.settings as { hostname?: string; organization: string; workspaces: { name: string } };
  const { hostname = "app.terraform.io", organization, workspaces } = settings;
  const client = await HcpClient.connect(hostname, env);
  const path = `organizations/${organization}`;
  if (await client.get(`${path}/workspaces/${workspaces.name}`)) return true;
  if (await client.get(path)) return false;
  throw new UserError(
    `expected the organization ${organization} at ${hostname}, found none: it is not there, or the token may not see it`,
  );
}
