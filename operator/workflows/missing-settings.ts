import type { PipelineStack, Settings } from "./stacks";

interface Read {
  readonly stack: PipelineStack;
  readonly settings: Settings;
}

/**
 * What jobs need and no setting makes, such as a role to sign in with, each with the setting. A job fails at its first step without it: that
 * of another project, or made by hand, would do too.
 */
export function missingSettings(read: readonly Read[]): string[] {
  const environments = [...new Set(read.flatMap(({ stack }) => (stack.roles ? stack.environment : [])))];
  return [...environments.flatMap((environment) => missingRoles(environment, read)), ...read.flatMap(missingOfStack)];
}

/** The roles of an environment's account are made where its stack says that pipelines may sign in. */
function missingRoles(environment: string, read: readonly Read[]): string[] {
  const own = read.filter(({ stack }) => stack.environment === environment);
  if (own.some(({ stack, settings }) => stack.platform === "account" && settings.pipelines)) return [];
  const { plan } = own.flatMap(({ stack }) => stack.roles ?? [])[0] ?? {};
  return [
    `${environment}: account.pipelines is not set in environments/${environment}.tfvars, which makes ${plan} and the other roles`,
  ];
}

function missingOfStack({ stack, settings }: Read): string[] {
  const { id, release, google, azure, hcp } = stack;
  const cloud = google ? "gcp" : "azure";
  return [
    ...(release && !hcp && !settings.deploy ? [`${id}: deploy is not set, which makes ${release.role}`] : []),
    ...(release && hcp
      ? [`${id}: its state is in HCP Terraform, so make ${release.role} yourself (docs/release.md)`]
      : []),
    ...(release && hcp && !settings.release?.log_bucket
      ? [`${id}: release.log_bucket is not set, which keeps the log of releases where the state is in HCP Terraform`]
      : []),
    ...((google || azure) && !settings.pipelines
      ? [`${id}: ${cloud}.pipelines is not set, which makes the identities of its jobs`]
      : []),
    ...(google && !Number(settings.project_number)
      ? [
          `${id}: project_number of project ${settings.project} is not set: Google Cloud knows the pool ${google.provider} by it`,
        ]
      : []),
  ];
}
