import { action } from "./actions";
import { expression } from "./expressions";
import type { PipelineProject } from "./project";
import { azureVariables, stateVariables } from "./secrets";
import type { PipelineStack } from "./stacks";
import { kept, type SignIn, sessionSeconds, signedIn } from "./steps";
import type { Step, Yaml } from "./yaml";

/** The stacks of an environment that one job looks at: it can be one identity of each cloud. */
export interface Look {
  /** `prod`; where a second identity of a cloud is needed, `prod_2`: no environment can have this name. */
  readonly name: string;
  readonly environment: string;
  readonly stacks: readonly PipelineStack[];
  /** Whether a person approves what looks at it, because its stacks are protected. */
  readonly protected: boolean;
}

/** One look for each environment; more where several stacks on Google Cloud or Azure have identities of their own. */
export function looksOf({ stacks, environments }: PipelineProject): Look[] {
  return environments.flatMap((environment) => {
    const groups: PipelineStack[][] = [];
    for (const stack of stacks.filter((one) => one.environment === environment)) {
      const group = groups.find((others) => others.every((other) => areOneIdentity(stack, other)));
      if (group) group.push(stack);
      else groups.push([stack]);
    }
    return groups.map((group, index) => ({
      name: index === 0 ? environment : `${environment}_${index + 1}`,
      environment,
      stacks: group,
      protected: group.some((stack) => stack.protected),
    }));
  });
}

const areOneIdentity = (one: PipelineStack, other: PipelineStack): boolean =>
  !(one.google && other.google && one.google.plan !== other.google.plan) &&
  !(one.azure && other.azure) &&
  one.roles?.plan === other.roles?.plan;

/** The same project with the stacks alone that a role which reads can plan. */
export const plannable = (project: PipelineProject): PipelineProject => ({
  ...project,
  stacks: project.stacks.filter(({ readsMore }) => readsMore === undefined),
});

/** The other stacks: they are planned where they are deployed. */
export const unplanned = ({ stacks, leftOut }: PipelineProject): PipelineStack[] => [
  ...stacks.filter(({ readsMore }) => readsMore !== undefined),
  ...leftOut,
];

/** What is looked at: the plans of a pull request, or what is watched. */
export type Looked = "plan" | "drift" | "due" | "health";

/**
 * Signs in, looks, and keeps what was seen for the job that says it; also where something could not be looked at: that job says so.
 * @param more options of the command
 */
export function lookSteps(what: Looked, look: Look, keptDays: number, more = ""): Step[] {
  const ids = look.stacks.map(({ id }) => id).join(" ");
  return [
    ...signedInToLook(look, what),
    { run: `npm run pipeline -- look ${what} ${ids}${more} --environment ${look.environment} --out looks` },
    { if: expression("!cancelled()"), ...kept(`look-${what}-${look.name}`, "looks", keptDays) },
  ];
}

/** Gets what the jobs that looked have kept. */
export const gotLooks = (what: Looked): Step => ({
  uses: action("actions/download-artifact"),
  with: { pattern: `look-${what}-*`, path: "looks", "merge-multiple": true },
});

/**
 * Signs in as what reads in this environment. On AWS the role of the nightly comparison records what it finds, too. A pull request's own code
 * has its session for an hour at most, as its job.
 */
function signedInToLook({ stacks }: Look, what: Looked): Step[] {
  const role = what === "drift" ? "drift" : "plan";
  const aws = stacks.find((stack) => stack.roles);
  const google = stacks.find((stack) => stack.google)?.google;
  const azure = stacks.find((stack) => stack.azure)?.azure;
  const all: SignIn = {
    ...(aws?.roles && { aws: { role: aws.roles[role], region: aws.region } }),
    ...(google && { google: { provider: google.provider, account: google.plan } }),
    ...(azure && { azure }),
  };
  return signedIn(all, what === "plan" ? undefined : sessionSeconds);
}

/** The variables of a job that looks. */
export function lookVariables({ stacks }: Look): Record<string, Yaml> {
  const azure = stacks.find((stack) => stack.azure)?.azure;
  return {
    ...(azure && { ...azureVariables, ARM_TENANT_ID: azure.tenant }),
    ...stateVariables([...new Set(stacks.flatMap(({ hcp }) => hcp ?? []))]),
  };
}

/** The name of a look's job. */
export const lookJob = ({ name }: Look): string => `look-${name}`;
