import type { Combination } from "./matrix";

export type Conclusion = "success" | "failure" | "cancelled" | "skipped";

export interface StepResult {
  readonly id?: string;
  /** Its name, command or action. */
  readonly name: string;
  /** What happened; `conclusion` is `success` where `continue-on-error` forgave a failure. */
  readonly outcome: Conclusion;
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  /** Both outputs as the log shows them, without secrets. */
  readonly output: string;
  readonly summary: string;
  /** The script as it reached the shell. */
  readonly script?: string;
  readonly exitCode?: number;
  readonly signals: readonly { readonly signal: string; readonly afterMs: number }[];
}

/** One job; of a matrix each has its own. */
export interface JobResult {
  readonly id: string;
  readonly result: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepResult[];
  /** Why it did not start, or failed outside its steps. */
  readonly error?: string;
  readonly matrix?: Combination;
  readonly permissions: Readonly<Record<string, string>>;
  readonly environment?: {
    readonly name: string;
    readonly url?: string;
    readonly waitMinutes: number;
    readonly approvedBy?: string;
  };
  readonly concurrency?: unknown;
  readonly runsOn?: unknown;
  /** Commands that its steps left behind, and the runner ended. */
  readonly orphans: readonly string[];
  /** Of a call: the jobs of the called workflow. */
  readonly jobs?: readonly JobResult[];
}

export interface RunResult {
  readonly result: Conclusion;
  readonly jobs: readonly JobResult[];
  /** Of a workflow that is called: what it gives. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
}

/** The results of several jobs as one: a failure wins, then a cancellation. */
export function together(results: readonly Conclusion[]): Conclusion {
  for (const one of ["failure", "cancelled", "success"] as const) if (results.includes(one)) return one;
  return "skipped";
}

/** A job by its id, or by `caller/job`; of a matrix the one that has the given values. */
export function jobOf(
  run: { readonly jobs?: readonly JobResult[] },
  path: string,
  matrix: Combination = {},
): JobResult {
  const [id = "", ...below] = path.split("/");
  const fits = (job: JobResult) =>
    Object.entries(matrix).every(([key, value]) => !job.matrix || job.matrix[key] === value);
  const found = (run.jobs ?? []).filter((job) => job.id === id && fits(job));
  if (found.length !== 1) {
    throw new Error(`${found.length} jobs are ${path}; there are ${(run.jobs ?? []).map(({ id }) => id).join(", ")}`);
  }
  return below.length > 0 ? jobOf(found[0] as JobResult, below.join("/"), matrix) : (found[0] as JobResult);
}

/** A step of a job by its id or name. */
export function stepOf(job: JobResult, step: string): StepResult {
  const found = job.steps.find(({ id, name }) => id === step || name === step);
  if (!found) throw new Error(`no step ${step}; there are ${job.steps.map(({ id, name }) => id ?? name).join(", ")}`);
  return found;
}
