import { explain } from "../errors/explain";
import { Workspace, type WorkspaceProps } from "../terraform/workspace";

/** Opens a stack's workspace while `use` runs. Errors of Terraform say what is wrong and what to do. */
export async function withWorkspace<T>(props: WorkspaceProps, use: (workspace: Workspace) => Promise<T>): Promise<T> {
  const workspace = Workspace.open(props);
  try {
    return await use(workspace);
  } catch (error) {
    throw await explain(error, workspace);
  } finally {
    workspace.close();
  }
}
