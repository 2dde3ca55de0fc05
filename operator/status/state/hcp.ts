import type { StackView } from "../../preflight/look/stack-view";
import { HcpClient, type HcpObject } from "../../terraform/hcp-client";
import { type About, due, looked, none, now, ok, type Seen, type StatusFinding } from "../finding";

interface Cloud {
  readonly hostname: string;
  readonly organization: string;
  readonly workspaces: { readonly name: string };
}

/** What of a stack in HCP Terraform is deployed, and its findings. */
export interface HcpStack {
  readonly stack: StackView;
  readonly is: "deployed" | "never" | "unseen";
  readonly findings: readonly StatusFinding[];
}

/** States and locks of stacks whose state is in HCP Terraform, one look at each workspace. Never throws. */
export async function hcpStacks(
  stacks: readonly StackView[],
  env: NodeJS.ProcessEnv,
  connect: (hostname: string, env: NodeJS.ProcessEnv) => Promise<Pick<HcpClient, "get">> = HcpClient.connect,
): Promise<HcpStack[]> {
  const clients = new Map<string, ReturnType<typeof connect>>();
  const clientOf = (hostname: string) => {
    const known = clients.get(hostname) ?? connect(hostname, env);
    clients.set(hostname, known);
    return known;
  };
  const inHcp = stacks.filter(({ backend }) => backend.type === "cloud");
  return Promise.all(
    inHcp.map(async (stack) => {
      const { hostname = "app.terraform.io", organization, workspaces } = stack.backend.settings as unknown as Cloud;
      let is: HcpStack["is"] = "unseen";
      const about: About = { topic: "stacks", stacks: [stack.id] };
      const findings = await looked(about, async () => {
        const path = `organizations/${organization}/workspaces/${workspaces.name}`;
        const workspace = await (await clientOf(hostname)).get(path);
        const isDeployed = Number(workspace?.attributes["resource-count"] ?? 0) > 0;
        is = isDeployed ? "deployed" : "never";
        return [stateSeen(stack, workspace), ...(workspace ? [lockSeen(stack, workspace)] : [])];
      });
      return { stack, is, findings };
    }),
  );
}

/** What is not looked up of stacks in HCP Terraform, and why. */
export function notInHcp({ id }: StackView): StatusFinding[] {
  const why = "its state is in HCP Terraform, and this is kept in a bucket of states";
  return (["releases", "drift"] as const).map((topic) => ({ topic, stacks: [id], subject: "", ...none(why) }));
}

function stateSeen({ id }: StackView, workspace: HcpObject | undefined): Seen {
  const { "resource-count": resources = 0, "latest-change-at": saved } = workspace?.attributes ?? {};
  if (Number(resources) === 0) return ok("never deployed", { command: `npm run deploy -- ${id}` });
  return ok(`${resources} resources in HCP Terraform`, typeof saved === "string" ? { since: saved } : {});
}

/** A run that works locks its workspace, too. HCP Terraform does not say since when a person locks it. */
function lockSeen({ id }: StackView, { attributes, relationships }: HcpObject): Seen {
  const of = { topic: "locks", subject: "workspace" } as const;
  if (attributes["locked"] !== true) return ok("no state is locked", of);
  const holder = relationships?.["locked-by"]?.data as { id?: string; type?: string } | undefined;
  if (holder?.type === "runs") return ok(`locked by its run ${holder.id}`, of);
  const command = `npm run unlock -- ${id}`;
  const by = holder?.id ? `by ${holder.id}, since an unknown time` : "by someone, since an unknown time";
  return (holder ? due : now)(`locked ${by}: nothing can be deployed`, command, of);
}
