import { UserError } from "../../process/user-error";
import { expression } from "../expressions";
import type { PipelineSystem, SystemStep } from "../project";
import { inherited } from "../secrets";
import type { PipelineStack } from "../stacks";
import type { Job, Workflow, Yaml } from "../yaml";
import { releaseOf } from "./deploy-release";
import { conditionOf, eventsOf, refOf, wayText } from "./step-events";

type Inputs = Readonly<Record<string, Yaml>>;

/** What a called workflow may do at most: read runs and their approvals, read the repository, sign in. */
const called = { actions: "read", contents: "read", "id-token": "write" } as const;
/** A promotion and a release to production of a watched candidate read the issue of the watch, too. */
const promoting = { ...called, issues: "read" } as const;

/** `deploy-<system>.yml`: what the branches and tags of a system's pipeline deploy. */
export function deployWorkflow(system: PipelineSystem, hcpHosts: readonly string[]): Workflow {
  const { name, pipeline, steps } = system;
  return {
    about: [`The pipeline of ${name} (${pipeline}): ${steps.map(wayText).join(", ")}.`],
    name: `deploy ${name}`,
    on: eventsOf(steps),
    jobs: jobsOf(system, hcpHosts),
  };
}

/** The jobs of all steps. Those of a standby wait for the last ones of production, in the same run. */
function jobsOf(system: PipelineSystem, hcpHosts: readonly string[]): Record<string, Job> {
  let before: [string, Job][] = [];
  const all = system.steps.map((step) => {
    const needed = before.flatMap(([, { needs = [] }]) => needs);
    const last = before.map(([name]) => name).filter((name) => !needed.includes(name));
    before = jobsOfStep(step, system, hcpHosts, step.stage === "standby" ? last : []);
    return before;
  });
  const jobs = all.flat();
  const [double] = jobs.find(([name], index) => jobs.findIndex(([other]) => other === name) < index) ?? [];
  if (double !== undefined)
    throw new UserError(
      `${system.name}: two jobs of its pipeline have the name ${double}: rename the environment, or set \`stack\` in the platform's block`,
    );
  return Object.fromEntries(jobs);
}

/** @param after jobs that end well before the step begins */
function jobsOfStep(
  step: SystemStep,
  { tests, steps }: PipelineSystem,
  hcpHosts: readonly string[],
  after: readonly string[],
): [name: string, job: Job][] {
  const condition = conditionOf(step);
  const earlier = steps[steps.indexOf(step) - 1];
  const before = ({ platform }: PipelineStack) => step.before.find((other) => other.platform === platform);
  const promotions = step.stacks.flatMap((stack): [string, Job][] => {
    const from = before(stack);
    if (!stack.release || !from?.release || !earlier) return [];
    const job = {
      ...needing(after),
      if: condition,
      uses: "./.github/workflows/promote.yml",
      permissions: promoting,
      with: {
        ...{ stack: stack.id, from: from.id, environment: from.environment, region: from.region },
        ...(from.roles && { plan_role: from.roles.plan }),
        // To the first step the application's own workflow releases an image, in its repository.
        ...(from.release.by === "image" && step === steps[1] ? { evidence: "log" } : { from_ref: refOf(earlier) }),
        ...(stack.release.by === "code" && stack.release.require.includes("scan") && { scan: "code" }),
      },
    };
    return [[promotion(stack), job]];
  });
  const promoted = promotions.map(([job]) => job);
  const deploys = step.stacks.flatMap((stack): [string, Job][] => {
    const needs = [...promoted, ...step.stacks.map(({ id }) => id).filter((id) => stack.needs.includes(id))];
    const deploy = {
      ...needing(needs.length > 0 ? needs : after),
      if: condition,
      uses: "./.github/workflows/stack.yml",
      permissions: called,
      ...inherited(hcpHosts),
      with: { ...stackInputs(stack), ...(stack.release ? {} : promotedImage(stack, step.stacks, promoted)) },
    };
    const from = promoted.find((job) => job === promotion(stack));
    const released = {
      promoted: from === undefined ? undefined : { job: from, environment: step.before[0]?.environment ?? "" },
      watched: step.isWatched ? before(stack) : undefined,
      tests: step.stage === "staging" ? tests : undefined,
      condition,
      hcpHosts,
    };
    return [[stack.id, deploy], ...releaseOf(stack, released)];
  });
  return [...promotions, ...deploys];
}

const needing = (needs: readonly string[]) => (needs.length > 0 ? { needs } : {});

const promotion = ({ id }: PipelineStack): string => `${id}-promote`;

/** A deploy is the release on other clouds: they get what the release of the same image gets in this step. */
function promotedImage(
  { image }: PipelineStack,
  stacks: readonly PipelineStack[],
  promoted: readonly string[],
): Inputs {
  const same = stacks.find((other) => image && other.image === image && promoted.includes(promotion(other)));
  return same ? { image: expression(`needs.${promotion(same)}.outputs.image`) } : {};
}

function stackInputs({ id, environment, region, roles, google, azure, readsMore }: PipelineStack): Inputs {
  const reads = readsMore ? "infrastructure" : "plan";
  return {
    stack: id,
    environment,
    region,
    ...(readsMore && { plan_environment: environment }),
    ...(roles && { plan_role: roles[reads], infrastructure_role: roles.infrastructure }),
    ...(google && {
      google_provider: google.provider,
      google_plan_account: google[reads],
      google_infrastructure_account: google.infrastructure,
    }),
    ...(azure && { azure_tenant: azure.tenant, azure_subscription: azure.subscription }),
  };
}
