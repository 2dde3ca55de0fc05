import type { PipelineStack, Settings } from "./stacks";

interface Read {
  readonly stack: PipelineStack;
  readonly settings: Settings;
}

/** What workflows sign in with and no stack makes, each with the setting that makes it. A job that names it fails at its first step. */
export function missingIdentities(read: readonly Read[]): string[] {
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
  const { id, release, google, azure } = stack;
  const cloud = google ? "gcp" : "azure";
  return [
    ...(release && !settings.deploy ? [`${id}: deploy is not set, which makes ${release.role}`] : []),
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
