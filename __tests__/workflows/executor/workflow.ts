import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";

/** What a step of a workflow may say. */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: unknown;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly shell?: string;
  readonly "working-directory"?: string;
  readonly "continue-on-error"?: unknown;
  readonly "timeout-minutes"?: unknown;
}

export type Permission = Readonly<Record<string, "read" | "write" | "none">>;

/** What a job may say: with steps of its own, or as a call of another workflow. */
export interface Job {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: unknown;
  readonly "runs-on"?: unknown;
  readonly permissions?: Permission | "read-all" | "write-all";
  readonly environment?: unknown;
  readonly concurrency?: unknown;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly defaults?: { readonly run?: { readonly shell?: string; readonly "working-directory"?: string } };
  readonly "timeout-minutes"?: unknown;
  readonly "continue-on-error"?: unknown;
  readonly strategy?: {
    readonly matrix?: unknown;
    readonly "fail-fast"?: unknown;
    readonly "max-parallel"?: unknown;
  };
  readonly steps?: readonly Step[];
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly secrets?: "inherit" | Readonly<Record<string, string>>;
}

/** An input or output that a workflow declares. */
export interface Declared {
  readonly type?: "string" | "boolean" | "number" | "choice" | "environment";
  readonly required?: boolean;
  readonly default?: unknown;
  readonly options?: readonly string[];
  readonly value?: string;
  readonly description?: string;
}

export interface Workflow {
  readonly name?: string;
  readonly on: Readonly<Record<string, Trigger>>;
  readonly permissions?: Job["permissions"];
  readonly env?: Job["env"];
  readonly concurrency?: unknown;
  readonly defaults?: Job["defaults"];
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What starts a workflow: the filters of an event, or what a call may give and gets. */
export interface Trigger {
  readonly branches?: readonly string[];
  readonly "branches-ignore"?: readonly string[];
  readonly tags?: readonly string[];
  readonly "tags-ignore"?: readonly string[];
  readonly paths?: readonly string[];
  readonly "paths-ignore"?: readonly string[];
  readonly types?: readonly string[];
  readonly inputs?: Readonly<Record<string, Declared>>;
  readonly outputs?: Readonly<Record<string, Declared>>;
  readonly secrets?: Readonly<Record<string, Declared>>;
  readonly workflows?: readonly string[];
  readonly cron?: readonly string[];
}

const ofAWorkflow = "name run-name on permissions env concurrency defaults jobs".split(" ");
const ofACall = "name needs if permissions concurrency strategy uses with secrets".split(" ");
const ofAJob =
  "name needs if runs-on permissions environment concurrency outputs env defaults timeout-minutes continue-on-error strategy steps";
const ofAStep = "id name if run uses with env shell working-directory continue-on-error timeout-minutes".split(" ");

/** A workflow's file. What GitHub would refuse to start is an error that names the place. */
export function readWorkflow(file: string): Workflow {
  return parseWorkflow(readFileSync(file, "utf8"), file);
}

export function parseWorkflow(text: string, file = "workflow"): Workflow {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.map(String).join("; ")}`);
  const read = document.toJS() as Omit<Workflow, "on"> & { on: unknown };
  only(file, read, ofAWorkflow);
  const workflow = { ...read, on: triggersOf(read.on) };
  for (const [id, job] of Object.entries(workflow.jobs ?? {})) checkJob(`${file}: job ${id}`, job, workflow.jobs);
  if (Object.keys(workflow.jobs ?? {}).length === 0) throw new Error(`${file}: no jobs`);
  refuseCircle(file, workflow.jobs);
  return workflow;
}

export const needsOf = ({ needs = [] }: Job): readonly string[] => (typeof needs === "string" ? [needs] : needs);

function checkJob(place: string, job: Job, jobs: Workflow["jobs"]): void {
  only(place, job, job.uses ? ofACall : ofAJob.split(" "));
  for (const need of needsOf(job)) if (!jobs[need]) throw new Error(`${place} needs ${need}, which is no job`);
  if (job.uses) return;
  if (!job["runs-on"] || !job.steps?.length) throw new Error(`${place} needs runs-on and steps`);
  const ids = job.steps.flatMap(({ id }) => id ?? []);
  for (const [index, step] of job.steps.entries()) {
    const where = `${place}, step ${step.id ?? step.name ?? index + 1}`;
    only(where, step, ofAStep);
    if ((step.run === undefined) === (step.uses === undefined)) throw new Error(`${where} needs run or uses, not both`);
    if (step.id && ids.indexOf(step.id) !== ids.lastIndexOf(step.id))
      throw new Error(`${where}: its id is there twice`);
    if (step.id && !/^[A-Za-z_][\w-]*$/.test(step.id)) throw new Error(`${where}: no valid id`);
  }
}

function only(place: string, value: object, known: readonly string[]): void {
  const others = Object.keys(value).filter((key) => !known.includes(key));
  if (others.length > 0) throw new Error(`${place}: unexpected ${others.join(", ")}; known are ${known.join(", ")}`);
}

/** `on: push`, `on: [push, pull_request]` and `on: { push: … }` as one form; `schedule` is a list. */
function triggersOf(on: unknown): Workflow["on"] {
  if (typeof on === "string") return { [on]: {} };
  if (Array.isArray(on)) return Object.fromEntries(on.map((name) => [String(name), {}]));
  const entries = Object.entries((on ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      name === "schedule"
        ? { cron: (value as { cron: string }[]).map(({ cron }) => cron) }
        : ((value ?? {}) as Trigger),
    ]),
  );
}

function refuseCircle(file: string, jobs: Workflow["jobs"]): void {
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) throw new Error(`${file}: jobs need each other: ${[...path, id].join(" → ")}`);
    for (const need of needsOf(jobs[id] as Job)) visit(need, [...path, id]);
  };
  for (const id of Object.keys(jobs)) visit(id, []);
}
