import { Names } from "../../modules/names";
import type { StackReference } from "../../settings/project/stacks";
import { functionPlatforms } from "../../settings/schema/pipeline";
import type { SharedSettings } from "../../settings/schema/shared";
import { accountNames } from "../../stacks/state-location";
import { type GoogleIdentities, googleIdentities } from "./google";

/** What a workflow needs to know of a stack. */
export interface PipelineStack {
  readonly id: string;
  readonly platform: StackReference["platform"];
  readonly system?: string;
  readonly environment: string;
  readonly needs: readonly string[];
  readonly protected: boolean;
  readonly region: string;
  /** Host of HCP Terraform, where it keeps the state. Else the state is in the environment's bucket, and these roles read and change it. */
  readonly hcp?: string;
  readonly roles?: Readonly<Record<"plan" | "drift" | "infrastructure", string>>;
  readonly google?: GoogleIdentities;
  readonly azure?: { readonly tenant: string; readonly subscription: string };
  /** The name of its image, without tag and digest, where a release or a deploy sets which build of it runs. */
  readonly image?: string;
  /** How `npm run release` brings a build to users: with this role, from the GitHub environment. Elsewhere a deploy is the release. */
  readonly release?: {
    readonly by: "image" | "code";
    readonly role: string;
    readonly githubEnvironment: string;
    /** What a release there must be given (`release.require`). */
    readonly require: readonly string[];
  };
  /** Why the roles that read cannot plan it: its deploy plans it as who applies, after an approval, and nothing else looks at its plan. */
  readonly readsMore?: string;
  /** Why no workflow reaches it. */
  readonly leftOut?: string;
}

/** The settings of a stack of any platform; only some have the keys that may be missing. */
export type Settings = SharedSettings & {
  readonly name?: string;
  readonly deploy?: { readonly github_environment?: string } | null;
  readonly release?: { readonly log_bucket?: string; readonly require?: readonly string[] } | null;
  /** Who may sign in to what an account, or a stack of another cloud, makes for pipelines. */
  readonly pipelines?: object | null;
  readonly project?: string;
  readonly project_number?: string;
  readonly tenant_id?: string;
  readonly subscription_id?: string;
  readonly cluster?: { readonly kind?: string };
  readonly application?: { readonly image?: string };
  readonly service?: { readonly blue_green?: boolean };
  readonly gitops?: unknown;
  readonly database?: { readonly replicas?: number } | null;
};

/** What the settings of a stack say of it. */
export function pipelineStack(stack: StackReference, settings: Settings): PipelineStack {
  const { id, platform, system, environment, needs } = stack;
  const { region, account_id: accountId, state, cluster, application, gitops } = settings;
  // With gitops the repository says which build runs.
  const image = gitops ? undefined : application?.image?.replace(/(:[^:/@]+)?(@.*)?$/, "");
  const hcp = state.cloud?.hostname;
  const role = (names: Names, part: string) => names.arn("iam", `role/${names.of("iam_role", part)}`);
  const account = accountId === undefined ? undefined : accountNames(settings);
  // With one side, a release is refused, and a deploy gives users the build.
  const isReleased = functionPlatforms.includes(platform) || (platform === "aws" && settings.service?.blue_green);
  const names =
    accountId && system ? new Names({ name: settings.name ?? system, environment, accountId, region }) : undefined;
  return {
    id,
    platform,
    ...(system !== undefined && { system }),
    environment,
    needs,
    protected: settings.protected,
    region,
    ...(hcp && { hcp }),
    ...(image && { image }),
    // In HCP Terraform runs have roles of their own.
    ...(!hcp &&
      account && {
        roles: {
          plan: role(account, "plan"),
          drift: role(account, "drift"),
          infrastructure: role(account, "infrastructure"),
        },
      }),
    ...(platform === "gcp" &&
      !hcp && { google: googleIdentities({ ...settings, name: settings.name ?? system ?? "" }) }),
    ...(platform === "azure" &&
      !hcp && { azure: { tenant: settings.tenant_id ?? "", subscription: settings.subscription_id ?? "" } }),
    ...(names &&
      isReleased && {
        release: {
          by: platform === "aws" ? "image" : "code",
          role: role(names, "deploy"),
          githubEnvironment: settings.deploy?.github_environment ?? environment,
          require: settings.release?.require ?? [],
        },
      }),
    ...readsMore(settings, platform),
    ...leftOut(platform, cluster?.kind),
  };
}

/** What no role for plans may read, because a pull request's own code has it: values of secrets. With HCP Terraform runs have roles of their own. */
function readsMore({ database, state }: Settings, platform: string): { readsMore?: string } {
  if (state.cloud) return {};
  if (platform === "kubernetes") return { readsMore: "its plan reads the objects of its cluster, with Helm's secrets" };
  if (platform === "aws" && (database?.replicas ?? 0) > 0) {
    return { readsMore: "its plan reads the password of its database (database.replicas)" };
  }
  return {};
}

function leftOut(platform: string, cluster: string | undefined): { leftOut?: string } {
  if (platform === "kubernetes" && cluster === "kubeconfig") {
    return { leftOut: "its cluster is known to a kubeconfig file of a machine only (cluster.kind)" };
  }
  return {};
}
