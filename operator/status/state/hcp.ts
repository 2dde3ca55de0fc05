import type { StackView } from "../../preflight/look/stack-view";
import { BucketLog } from "../../release/aws/log-store";
import { type LogBucket, logBucketOf } from "../../release/world/log-bucket";
import { HcpClient, type HcpObject } from "../../terraform/hcp-client";
import type { StatusAccount } from "../aws/status-account";
import { type About, due, looked, none, now, ok, type Seen, type StatusFinding, unknown } from "../finding";
import { hasReleases, type Outputs, type ReleasePlace, releaseFindings } from "./releases";

interface Cloud {
  readonly hostname: string;
  readonly organization: string;
  readonly workspaces: { readonly name: string };
}

/** What of a stack in HCP Terraform is deployed, and its findings. */
export interface HcpStack {
  readonly stack: StackView;
  /** `unseen`: its workspace could not be read, or is not there. */
  readonly is: "deployed" | "never" | "unseen";
  readonly findings: readonly StatusFinding[];
  /** The outputs of its state. @throws where they cannot be read */
  readonly outputs: () => Promise<Outputs>;
}

type Api = Pick<HcpClient, "get" | "list">;

/** States and locks of stacks whose state is in HCP Terraform, one look at each workspace. Never throws. */
export async function hcpStacks(
  stacks: readonly StackView[],
  env: NodeJS.ProcessEnv,
  connect: (hostname: string, env: NodeJS.ProcessEnv) => Promise<Api> = HcpClient.connect,
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
      let id = "";
      const about: About = { topic: "stacks", stacks: [stack.id] };
      const findings = await looked(about, async () => {
        const path = `organizations/${organization}/workspaces/${workspaces.name}`;
        const client = await clientOf(hostname);
        const workspace = await client.get(path);
        if (!workspace) return hidden(stack, organization, await client.get(`organizations/${organization}`));
        id = workspace.id;
        is = Number(workspace.attributes["resource-count"] ?? 0) > 0 ? "deployed" : "never";
        return [stateSeen(stack, workspace), lockSeen(stack, workspace)];
      });
      return { stack, is, findings, outputs: async () => (id ? outputsOf(await clientOf(hostname), id) : {}) };
    }),
  );
}

/** What is not looked up of a stack in HCP Terraform, and why. */
export function notInHcp(stack: StackView): StatusFinding[] {
  const about = { stacks: [stack.id], subject: "" };
  const drift = none("its state is in HCP Terraform, and records of drift are kept in a bucket of states");
  const releases = none(
    "its state is in HCP Terraform, and release.log_bucket names no bucket for the log of releases",
  );
  const states = none(
    "its state is in HCP Terraform, whose workspaces that no file of the project names are not listed",
  );
  return [
    { topic: "drift", ...about, ...drift },
    { topic: "states", ...about, ...states },
    ...(hasReleases(stack) && !logBucketOf(stack) ? [{ topic: "releases" as const, ...about, ...releases }] : []),
  ];
}

/** The releases of stacks in HCP Terraform: the log of each is in a bucket of its account. */
export async function hcpReleases(account: StatusAccount, stacks: readonly HcpStack[], at: Date) {
  const own = stacks.filter(({ stack }) => account.stacks.includes(stack) && logBucketOf(stack));
  const place: ReleasePlace = {
    ask: (about, ask) => account.ask(about, ask),
    log: async (stack) => {
      const { bucket, owner, pathStyle: forcePathStyle } = logBucketOf(stack) as LogBucket;
      const { S3Client } = await import("@aws-sdk/client-s3");
      return new BucketLog(new S3Client({ ...(await account.options()), forcePathStyle }), bucket, owner);
    },
    outputs: async (of) => (await own.find(({ stack }) => stack === of)?.outputs()) ?? {},
  };
  return releaseFindings(
    place,
    own.map(({ stack }) => stack),
    at,
  );
}

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-version-outputs: at most 100 on a page, more than a stack has. */
async function outputsOf(client: Api, workspace: string): Promise<Outputs> {
  const found = await client.list(`workspaces/${workspace}/current-state-version-outputs?page%5Bsize%5D=100`);
  return Object.fromEntries(found.map(({ attributes: { name, value } }) => [String(name), { value }]));
}

/** The API answers the same for what is not there and for what the token may not see. A stack that was never deployed has no workspace, too. */
function hidden({ id, backend }: StackView, organization: string, found: HcpObject | undefined): Seen {
  const { name } = (backend.settings as unknown as Cloud).workspaces;
  if (!found) return unknown(`the organization ${organization} is not there, or the token may not see it`);
  const what = `the workspace ${name} of ${organization} is not there, or the token may not see it`;
  return unknown(`${what}; the first deploy makes it`, `npm run deploy -- ${id}`);
}

function stateSeen({ id }: StackView, { attributes }: HcpObject): Seen {
  const { "resource-count": resources = 0, "latest-change-at": saved } = attributes;
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
