import { hasFunctions, type SystemPlatform } from "../model/answers";
import { type Values, valueAt } from "../model/existing";
import type { Deploy } from "../model/place";
import type { Plan, PlannedSystem } from "../model/plan";
import { blockName } from "./platform-base";

/** Platforms of other clouds whose stack has identities for pipelines, which `pipelines` gives to the project's own repository. */
const federated: readonly SystemPlatform[] = ["gcp", "azure"];
/** Platforms whose stack has a role for releases. */
const released: readonly SystemPlatform[] = [
  "aws",
  "aws-eks",
  "aws-serverless",
  "aws-websocket",
  "aws-codebuild",
  ...federated,
];

/**
 * The repository whose workflows may release the stack: the application's, and for functions the project's, which has their code. HCP
 * Terraform's runs have a role of their own.
 */
export function deployOf(
  plan: Plan,
  { name, isNew }: PlannedSystem,
  environment: string,
  platform: SystemPlatform,
): Deploy | undefined {
  const { answers, existing } = plan;
  const organization = valueAt(existing.environments.get(environment), "state.cloud.organization");
  if (!released.includes(platform) || answers.state?.kind === "hcp" || organization) return undefined;
  const files = [...(existing.systems.get(name)?.values() ?? [])];
  const workflows = pipelinesOf(plan);
  const own = (hasFunctions(platform) && workflows) || answers.repository || repositoriesIn(files)[0];
  if (!own) return undefined;
  const others = [...existing.systems]
    .filter(([other]) => other !== name)
    .flatMap(([, values]) => [...values.values()]);
  const hasOwn = files.some((file) =>
    released.some((it) => valueAt(file, `${blockName(it)}.deploy.github_environment`)),
  );
  const isShared = own === workflows || ((isNew || hasOwn) && repositoriesIn(others).includes(own));
  return {
    repository: own,
    ...(workflows && !federated.includes(platform) && { workflow_repository: workflows }),
    ...(isShared && { github_environment: `${name}-${platform}-${environment}` }),
  };
}

/** The project's own repository in the block of a platform that makes the identities of pipelines itself. */
export function federatedPipelines(
  plan: Plan,
  system: PlannedSystem,
  environment: string,
  platform: SystemPlatform,
): { readonly repository: string } | undefined {
  const repository = pipelinesOf(plan);
  if (!repository || !federated.includes(platform) || !deployOf(plan, system, environment, platform)) return undefined;
  return { repository };
}

/** The repository of the project, whose pipelines plan and apply; nothing where neither the options nor the project name it. */
export function pipelinesOf({ answers, existing }: Pick<Plan, "answers" | "existing">): string | undefined {
  const there = [...existing.environments.values()].map((file) => valueAt(file, "account.pipelines.repository"));
  return answers.pipelines ?? there.find(Boolean);
}

function repositoriesIn(files: readonly Values[]): string[] {
  return files.flatMap((file) => released.flatMap((it) => valueAt(file, `${blockName(it)}.deploy.repository`) ?? []));
}
