import { HcpStates } from "../../states/hcp-states";
import type { Workspace } from "../../terraform/workspace";

/**
 * The run in HCP Terraform that still applies although its operator is gone, for people: it would set the weight and write the state after who
 * goes on. Of a state elsewhere there is none, because its Terraform is a process of this machine. A service that gives no answer holds nothing
 * up: users first.
 */
export async function orphanRun({ config, env }: Pick<Workspace, "config" | "env">): Promise<string | undefined> {
  const { type, settings } = config.backend;
  if (type !== "cloud") return undefined;
  try {
    const states = await HcpStates.open(settings, env);
    const run = await states.writingRun();
    return run && `${run.id} of HCP Terraform (${run.operation})`;
  } catch {
    return undefined;
  }
}
