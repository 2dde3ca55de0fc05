import { contextsAt, type Place } from "./availability";
import { calledWorkflow, inputsOf, secretsOf } from "./call";
import { Cancellation } from "./cancellation";
import { runJob } from "./job-run";
import { type Combination, combinations } from "./matrix";
import { beyond, type Permissions, permissionsOf, readOnly } from "./permissions";
import { type Conclusion, type JobResult, type RunResult, together } from "./results";
import { type Job, needsOf, type Workflow } from "./workflow";
import type { World } from "./world";

/** A run, or the part of a run that a job calls. */
export interface RunOf {
  readonly world: World;
  readonly workflow: Workflow;
  readonly file: string;
  readonly runId: number;
  readonly folder: string;
  readonly github: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** What the caller allows; not given for a run's own workflow. */
  readonly allowed?: Permissions;
  /** Ends everything, also what asks to go on. */
  readonly forced: Cancellation;
  /** `caller/`. */
  readonly prefix: string;
}

/** Jobs of one workflow, in the order of their `needs`. */
export class WorkflowRun {
  readonly cancellation = new Cancellation();
  private readonly started = new Map<string, Promise<readonly JobResult[]>>();
  private readonly ended = new Map<string, readonly JobResult[]>();

  constructor(private readonly of: RunOf) {}

  async run(): Promise<RunResult> {
    const { world, workflow } = this.of;
    const { expressions } = world;
    const jobs = (await Promise.all(Object.keys(workflow.jobs).map((id) => this.job(id)))).flat();
    const scope = { contexts: contextsAt("workflowConcurrency", this.contexts()) };
    const concurrency = workflow.concurrency && expressions.filled(workflow.concurrency, scope);
    const given = Object.entries(workflow.on["workflow_call"]?.outputs ?? {}).map(([name, { value = "" }]) => {
      const all = Object.fromEntries([...this.ended].map(([id, results]) => [id, summed(results)]));
      return [
        name,
        expressions.text(value, { contexts: contextsAt("callOutputs", { ...this.contexts(), jobs: all }) }),
      ];
    });
    const failed = together(jobs.map(({ result }) => result));
    const result = failed === "success" && this.cancellation.requested ? "cancelled" : failed;
    return { result, jobs, outputs: Object.fromEntries(given), ...(concurrency ? { concurrency } : {}) };
  }

  private job(id: string): Promise<readonly JobResult[]> {
    const known = this.started.get(id);
    if (known) return known;
    const job = this.of.workflow.jobs[id] as Job;
    const made = Promise.all(needsOf(job).map((need) => this.job(need))).then(async () => {
      const results = await this.instances(id, job).catch((error: Error) => [
        this.nothing(id, "failure", error.message),
      ]);
      this.ended.set(id, results);
      return results;
    });
    this.started.set(id, made);
    return made;
  }

  /** The jobs of a matrix, or the one job. A condition comes before the matrix, so a matrix of nothing is an error only where it holds. */
  private async instances(id: string, job: Job): Promise<readonly JobResult[]> {
    const { expressions } = this.of.world;
    if (!this.mayRun(id, job)) return [this.nothing(id, "skipped")];
    const { matrix, ...strategy } = job.strategy ?? {};
    const scope = { contexts: contextsAt("strategy", this.contexts(id)) };
    const all = matrix === undefined ? [undefined] : combinations(expressions.filled(matrix, scope));
    const failFast = String(expressions.filled(strategy["fail-fast"] ?? true, scope)) === "true";
    const atOnce = Number(expressions.filled(strategy["max-parallel"] ?? all.length, scope));
    const own = all.map(() => new Cancellation());
    const stop = this.cancellation.onRequest(() => {
      if (!this.mayRun(id, job)) for (const cancellation of own) cancellation.request();
    });
    const results: JobResult[] = [];
    let next = 0;
    const worker = async () => {
      for (let index = next++; index < all.length; index = next++) {
        const cancellation = own[index] as Cancellation;
        const position = { "fail-fast": failFast, "job-index": index, "job-total": all.length, "max-parallel": atOnce };
        results[index] = cancellation.requested
          ? this.nothing(id, "cancelled", undefined, all[index])
          : await this.instance(id, job, all[index], position, cancellation);
        if (results[index]?.result === "failure" && failFast) for (const other of own) other.request();
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(atOnce, all.length)) }, worker));
    stop();
    return results;
  }

  private async instance(
    id: string,
    job: Job,
    matrix: Combination | undefined,
    strategy: object,
    cancellation: Cancellation,
  ): Promise<JobResult> {
    const { world, workflow, allowed, prefix, secrets } = this.of;
    const contexts = { ...this.contexts(id), matrix: matrix ?? {}, strategy };
    const scope = (place: Place) => ({ contexts: contextsAt(place, { ...contexts, secrets }) });
    const said = permissionsOf(job.permissions, permissionsOf(workflow.permissions, allowed));
    const more = allowed ? beyond(said, allowed) : [];
    if (more.length > 0) throw new Error(`job ${id} requests more than its caller allows: ${more.join(", ")}`);
    const path = `${prefix}${id}`;
    // What a call may hand on is what the files say, for a fork too (actions/runner, PermissionsHelper.cs); the token of its jobs only reads.
    if (job.uses) return this.call(id, job, path, said, scope, cancellation, matrix);
    const permissions = world.event.fork ? readOnly(said) : said;
    return runJob({ ...this.of, id, path, job, permissions, contexts, scope, cancellation, ...(matrix && { matrix }) });
  }

  private async call(
    id: string,
    job: Job,
    path: string,
    permissions: Permissions,
    scope: (place: Place) => { readonly contexts: Record<string, unknown> },
    cancellation: Cancellation,
    matrix: Combination | undefined,
  ): Promise<JobResult> {
    const { world, secrets: own, github } = this.of;
    const { expressions, vars = {} } = world;
    const { file, workflow } = calledWorkflow(world.root, job.uses ?? "");
    const { inputs: declared = {}, secrets: wanted = {} } = workflow.on["workflow_call"] ?? {};
    const filled = expressions.filled(job.with ?? {}, scope("callWith")) as Record<string, unknown>;
    const inputs = inputsOf(declared, filled, expressions, { contexts: { github, vars, inputs: {} } });
    const secrets = secretsOf(job, wanted, own, expressions, scope("callSecrets"));
    const run = new WorkflowRun({
      ...this.of,
      workflow,
      file,
      inputs,
      secrets,
      allowed: permissions,
      prefix: `${path}/`,
    });
    const stop = cancellation.onRequest(() => run.cancellation.request());
    const { result, jobs, outputs, concurrency: below } = await run.run();
    stop();
    const concurrency = job.concurrency ? expressions.filled(job.concurrency, scope("job")) : below;
    const about = { id, result, outputs, steps: [], permissions, orphans: [], jobs };
    return { ...about, ...(matrix && { matrix }), ...(concurrency ? { concurrency } : {}) };
  }

  /** Its `if:`, with the state of every job that it needs, directly or through others. */
  private mayRun(id: string, job: Job): boolean {
    const before = this.ancestors(id).flatMap((need) => this.ended.get(need) ?? []);
    const cancelled = this.cancellation.requested;
    const functions = {
      success: () => !cancelled && before.every(({ result }) => result === "success"),
      failure: () => before.some(({ result }) => result === "failure"),
      always: () => true,
      cancelled: () => cancelled,
    };
    return this.of.world.expressions.condition(job.if, { contexts: contextsAt("jobIf", this.contexts(id)), functions });
  }

  private ancestors(id: string): readonly string[] {
    const direct = needsOf(this.of.workflow.jobs[id] as Job);
    return [...new Set(direct.flatMap((need) => [need, ...this.ancestors(need)]))];
  }

  private contexts(id?: string): Record<string, unknown> {
    const { world, github, inputs } = this.of;
    const needed = id === undefined ? [] : needsOf(this.of.workflow.jobs[id] as Job);
    const needs = Object.fromEntries(needed.map((need) => [need, summed(this.ended.get(need) ?? [])]));
    return { github, inputs, vars: world.vars ?? {}, needs };
  }

  private nothing(id: string, result: Conclusion, error?: string, matrix?: Combination): JobResult {
    const nothing = { outputs: {}, steps: [], permissions: {}, orphans: [] };
    return { id, result, ...nothing, ...(error !== undefined && { error }), ...(matrix && { matrix }) };
  }
}

/** The jobs of a matrix as `needs` shows them: of an output the last value that is not empty. */
function summed(results: readonly JobResult[]): { readonly result: Conclusion; readonly outputs: object } {
  const outputs = results.flatMap((job) => Object.entries(job.outputs)).filter(([, value]) => value !== "");
  return { result: together(results.map(({ result }) => result)), outputs: Object.fromEntries(outputs) };
}
