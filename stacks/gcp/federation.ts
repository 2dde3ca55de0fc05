import type { TerraformStack } from "cdktf";
import { type FederatedRepository, GithubFederation } from "../../modules/gcp/account/github-federation";
import { InfrastructureIdentity } from "../../modules/gcp/account/infrastructure-identity";
import { PlanIdentity } from "../../modules/gcp/account/plan-identity";
import { ReleaseIdentity } from "../../modules/gcp/account/release-identity";
import type { BuildTrigger } from "../../modules/gcp/builds/build-trigger";
import { planEnvironment, watchEnvironment } from "../../modules/github";
import { definedEntries, mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { Application } from "./application";
import type { GcpContext } from "./context";
import { apisOf } from "./services";
import type { Stores } from "./stores";

type Settings = PlatformSettings["gcp"];

/** What the identities of pipelines get rights on. */
export interface FederationInputs
  extends Pick<Application, "api" | "components">,
    Pick<Stores, "configuration" | "registry" | "remoteRegistries"> {
  readonly build?: BuildTrigger;
}

/** What a workflow names, as outputs of the stack; nothing where the settings name no repository. */
export type FederationOutputs = Readonly<
  Partial<
    Record<
      | "workload_identity_provider"
      | "plan_service_account"
      | "release_service_account"
      | "infrastructure_service_account",
      string
    >
  >
>;

/** The accounts with which GitHub Actions plans, releases and deploys the stack without a key. */
export function addFederation(
  stack: TerraformStack,
  settings: Settings,
  { names }: GcpContext,
  { api, components, configuration, registry, remoteRegistries, build }: FederationInputs,
): FederationOutputs {
  const { deploy, environment } = settings;
  const pipelines = settings.pipelines ?? deploy;
  if (!pipelines) return {};
  const scope = new GithubFederation(stack, "federation", { names, repositories: repositoriesOf(settings) });
  const services = { api, ...components };
  const apis = apisOf(settings);
  const common = { names, federation: scope };

  const plan = new PlanIdentity(scope, "plan", {
    ...common,
    repository: pipelines,
    environment: planEnvironment(environment),
    moreEnvironments: { watch: watchEnvironment(environment) },
    apis,
    configurationIds: configuration.secretIds,
  });
  const infrastructure = new InfrastructureIdentity(scope, "infrastructure", {
    ...common,
    repository: pipelines,
    environment,
    apis,
    actsAs: {
      ...mapValues(services, ({ serviceAccountEmail }) => serviceAccountEmail),
      ...(api.schedulerEmail && { "api-run": api.schedulerEmail }),
      ...(build && { build: build.serviceAccountEmail }),
    },
  });
  const release =
    deploy &&
    new ReleaseIdentity(scope, "release", {
      ...common,
      repository: deploy,
      environment: deploy.github_environment ?? environment,
      services,
      registries: { application: registry, ...remoteRegistries },
    });
  return definedEntries({
    workload_identity_provider: scope.providerName,
    plan_service_account: plan.email,
    release_service_account: release?.email,
    infrastructure_service_account: infrastructure.email,
  });
}

/** The trusted repositories, each once. That of the application may call the reusable workflows of the one with this checkout. */
function repositoriesOf({ deploy, pipelines }: Pick<Settings, "deploy" | "pipelines">): FederatedRepository[] {
  const own = pipelines && { ...pipelines, workflowsOf: [pipelines.repository] };
  if (!deploy || deploy.repository === pipelines?.repository) return own ? [own] : [];
  const application = { ...deploy, workflowsOf: [deploy.repository, ...(own?.workflowsOf ?? [])] };
  return own ? [own, application] : [application];
}
