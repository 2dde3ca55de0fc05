import { join } from "node:path";
import { secretsIn } from "./call";
import type { Cancellation } from "./cancellation";
import { passGate } from "./environment-gate";
import { Machine } from "./machine";
import type { Combination } from "./matrix";
import type { Permissions } from "./permissions";
import type { JobResult } from "./results";
import { endOrphans } from "./shell";
import { Steps, texts } from "./steps";
import type { Job, Workflow } from "./workflow";
import type { Claims, World } from "./world";

/** A job that starts on a machine of its own. */
export interface JobOf {
  readonly id: string;
  /** `caller/job` in a called workflow. */
  readonly path: string;
  readonly job: Job;
  readonly workflow: Workflow;
  /** `.github/workflows/stack.yml`. */
  readonly file: string;
  readonly world: World;
  readonly runId: number;
  readonly folder: string;
  readonly permissions: Permissions;
  readonly secrets: Readonly<Record<string, string>>;
  /** github, needs, strategy, matrix, vars, inputs. */
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly scope: (place: "job" | "jobEnv") => { readonly contexts: Record<string, unknown> };
  readonly matrix?: Combination;
  readonly cancellation: Cancellation;
  readonly forced: Cancellation;
}

/** Minutes of a job without `timeout-minutes`: docs.github.com, "Workflow syntax". */
const defaultMinutes = 360;
/** Characters of all outputs of a job: 1 MB, docs.github.com, "Passing information between jobs". */
const longestOutputs = 1024 * 1024;

/** Runs a job on a machine of its own: the gate of its environment, its steps, its outputs. */
export async function runJob(of: JobOf): Promise<JobResult> {
  const { job, world } = of;
  const { expressions, github } = world;
  const token = github?.token(of.permissions) ?? "ghs_none";
  const base = { ...of, ...(of.matrix && { matrix: of.matrix }) };
  const about = { id: of.id, permissions: of.permissions, ...(base.matrix && { matrix: base.matrix }) };
  const runsOn = expressions.filled(job["runs-on"], of.scope("job"));
  const concurrency = job.concurrency && expressions.filled(job.concurrency, of.scope("job"));
  const recorded = { ...about, runsOn, ...(concurrency ? { concurrency } : {}) };
  const nothing = { outputs: {}, steps: [], orphans: [] };

  let environment: JobResult["environment"];
  try {
    const named = typeof job.environment === "object" ? (job.environment as { name: string }).name : job.environment;
    const name = named === undefined ? "" : String(expressions.filled(named, of.scope("job")));
    if (name) environment = passGate(world, name, of.runId);
  } catch (error) {
    return { ...recorded, ...nothing, result: "failure", error: (error as Error).message };
  }

  const secrets: Record<string, string> = { ...secretsIn(of.secrets, environment?.name), GITHUB_TOKEN: token };
  const machine = new Machine(world, of.folder, Object.values(secrets));
  const identity = { token, job: of.id, workspace: machine.workspace };
  const contexts = { ...of.contexts, secrets, github: { ...(of.contexts["github"] as object), ...identity } };
  const scoped = of.scope("jobEnv");
  const env = texts(
    expressions.filled(job.env ?? {}, { contexts: { ...scoped.contexts, secrets, github: contexts.github } }),
  );
  const workflowEnv = {
    github: contexts.github,
    secrets,
    inputs: of.contexts["inputs"] ?? {},
    vars: of.contexts["vars"] ?? {},
  };
  const inherited = texts(expressions.filled(of.workflow.env ?? {}, { contexts: workflowEnv }));
  const call = {
    permissions: of.permissions,
    claims: claimsOf(of, environment?.name),
    runId: of.runId,
    store: join(of.folder, "store"),
  };
  const all = { ...inherited, ...env };
  const steps = new Steps({
    path: of.path,
    job,
    workflow: of.workflow,
    machine,
    contexts,
    env: all,
    call,
    cancellation: of.cancellation,
    forced: of.forced,
  });
  const minutes = Number(expressions.filled(job["timeout-minutes"] ?? defaultMinutes, of.scope("job")));
  const limit = setTimeout(() => of.cancellation.request(), minutes * 60 * (world.second ?? 1000));
  try {
    await steps.run();
  } finally {
    clearTimeout(limit);
  }
  const orphans = endOrphans(machine.trackingId);
  const url = typeof job.environment === "object" ? (job.environment as { url?: string }).url : undefined;
  const shown = environment && {
    ...environment,
    ...(url && { url: expressions.text(url, steps.scope("environmentUrl")) }),
  };
  const outputs = outputsOf(of, steps, machine);
  const failed =
    steps.status === "failure" &&
    String(expressions.filled(job["continue-on-error"] ?? false, of.scope("job"))) !== "true";
  const result = steps.status === "failure" ? (failed ? "failure" : "success") : steps.status;
  return { ...recorded, result, outputs, steps: steps.results, orphans, ...(shown && { environment: shown }) };
}

/** A value that holds a secret is left out, as on GitHub ("Skip output '…' since it may contain secret"). */
function outputsOf({ job, world }: JobOf, steps: Steps, machine: Machine): Record<string, string> {
  const filled = Object.entries(job.outputs ?? {}).map(
    ([name, value]) => [name, world.expressions.text(value, steps.scope("jobOutputs"))] as const,
  );
  const outputs = Object.fromEntries(filled.filter(([, value]) => !machine.holdsSecret(value)));
  const size = Object.values(outputs).reduce((sum, value) => sum + value.length, 0);
  if (size > longestOutputs) throw new Error(`the outputs of a job hold at most 1 MB, found ${size} characters`);
  return outputs;
}

/** What the job's token for OIDC says: docs.github.com, "OpenID Connect reference", "Example subject claims". */
function claimsOf({ world, file, contexts }: JobOf, environment: string | undefined): Claims {
  const { repository, event } = world;
  const github = contexts["github"] as Record<string, string>;
  const ref = github["ref"] ?? "";
  const subject = environment
    ? `environment:${environment}`
    : event.name === "pull_request"
      ? "pull_request"
      : `ref:${ref}`;
  return {
    ...{ sub: `repo:${repository}:${subject}`, repository, ref, ...(environment && { environment }) },
    ...{ job_workflow_ref: `${repository}/${file}@${ref}`, workflow_ref: github["workflow_ref"] ?? "" },
    ...{ actor: github["actor"] ?? "", event_name: event.name },
  };
}
