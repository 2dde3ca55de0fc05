import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { contextsAt, type Place } from "./availability";
import { Cancellation } from "./cancellation";
import { commandFiles, readCommandFiles } from "./command-files";
import { hashFiles } from "./hash-files";
import type { Machine } from "./machine";
import type { Conclusion, StepResult } from "./results";
import { type Ended, runScript } from "./shell";
import type { Job, Step, Workflow } from "./workflow";
import type { Acted, ActionCall } from "./world";

/** What a job gives to its steps. */
export interface StepsOf {
  readonly path: string;
  readonly job: Job;
  readonly workflow: Workflow;
  readonly machine: Machine;
  /** github, needs, strategy, matrix, vars, secrets, inputs. */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** Variables of the workflow and the job. */
  readonly env: Readonly<Record<string, string>>;
  readonly call: Pick<ActionCall, "permissions" | "claims" | "runId" | "store">;
  readonly cancellation: Cancellation;
  /** Ends every step, also one that asks to go on. */
  readonly forced: Cancellation;
}

type Status = "success" | "failure" | "cancelled";

/** Runs the steps of a job, one after the other: actions/runner, StepsRunner.cs. */
export class Steps {
  readonly results: StepResult[] = [];
  status: Status = "success";
  private readonly posts: (() => void)[] = [];

  constructor(private readonly of: StepsOf) {}

  async run(): Promise<void> {
    for (const step of this.of.job.steps ?? []) this.results.push(await this.one(step));
    for (const post of this.posts.reverse()) post();
  }

  /** The contexts of a place, as they are now. */
  scope(place: Place, env: Readonly<Record<string, string>> = {}) {
    const { contexts, machine } = this.of;
    const identified = this.results.filter(({ id }) => id !== undefined);
    const steps = Object.fromEntries(
      identified.map(({ id, outcome, conclusion, outputs }) => [id, { outcome, conclusion, outputs }]),
    );
    const runner = { os: "Linux", arch: "X64", temp: machine.temp, name: "GitHub Actions 1" };
    const all = {
      ...contexts,
      steps,
      runner,
      job: { status: this.status },
      env: { ...this.of.env, ...machine.added, ...env },
    };
    const files = { hashFiles: (...patterns: string[]) => hashFiles(machine.workspace, patterns) };
    const asked = {
      ...{ success: () => this.status === "success", failure: () => this.status === "failure" },
      ...{ always: () => true, cancelled: () => this.status === "cancelled" },
    };
    const functions = place === "stepIf" ? { ...files, ...asked } : place === "step" ? files : {};
    return { contexts: contextsAt(place, all), functions };
  }

  private async one(step: Step): Promise<StepResult> {
    const { machine, cancellation } = this.of;
    const { expressions, beforeStep, second = 1000 } = machine.world;
    const name = step.name ?? step.run?.trim().split("\n")[0] ?? step.uses ?? "";
    const named = { ...(step.id && { id: step.id }), name: machine.shown(name) };
    const nothing = { outputs: {}, output: "", summary: "", signals: [] };
    const own = new Cancellation();
    const mayRun = (env: Record<string, string>) => expressions.condition(step.if, this.scope("stepIf", env));
    let env: Record<string, string> = {};
    const stops: (() => void)[] = [];
    let timeout: NodeJS.Timeout | undefined;
    try {
      if (cancellation.requested) this.status = "cancelled";
      if (this.of.forced.requested) return { ...named, outcome: "cancelled", conclusion: "cancelled", ...nothing };
      env = texts(expressions.filled(step.env ?? {}, this.scope("step")));
      if (!mayRun(env)) return { ...named, outcome: "skipped", conclusion: "skipped", ...nothing };
      beforeStep?.(this.of.path, step.id ?? name);
      if (!cancellation.requested) {
        const look = () => {
          this.status = "cancelled";
          if (!mayRun(env)) own.request();
        };
        stops.push(cancellation.onRequest(look));
      }
      stops.push(this.of.forced.onRequest(() => own.request()));
      const minutes = Number(expressions.filled(step["timeout-minutes"] ?? 0, this.scope("step", env)));
      if (minutes > 0) timeout = setTimeout(() => own.request(), minutes * 60 * second);
      const done = step.run === undefined ? await this.act(step, env) : await this.shell(step, env, own);
      // Cancelled by its own limit alone, it has failed: "The action has timed out."
      const outcome: Conclusion = own.requested ? (cancellation.requested ? "cancelled" : "failure") : done.outcome;
      return this.concluded(step, env, { ...named, ...done, outcome });
    } catch (error) {
      const output = error instanceof Error ? error.message : String(error);
      return this.concluded(step, env, { ...named, ...nothing, outcome: "failure", output: machine.shown(output) });
    } finally {
      for (const stop of stops) stop();
      clearTimeout(timeout);
    }
  }

  private concluded(step: Step, env: Record<string, string>, done: Omit<StepResult, "conclusion">): StepResult {
    const { expressions } = this.of.machine.world;
    const forgiven =
      done.outcome === "failure" &&
      String(expressions.filled(step["continue-on-error"] ?? false, this.scope("step", env))) === "true";
    const conclusion = forgiven ? "success" : done.outcome;
    if (conclusion === "failure" && this.status === "success") this.status = "failure";
    return { ...done, conclusion };
  }

  private async shell(step: Step, env: Record<string, string>, cancellation: Cancellation) {
    const { machine, job, workflow, contexts } = this.of;
    const { expressions, second = 1000 } = machine.world;
    const scope = this.scope("step", env);
    const text = expressions.text(step.run ?? "", scope);
    const defaults = { ...workflow.defaults?.run, ...job.defaults?.run };
    const shell = step.shell ?? defaults.shell;
    const below = expressions.text(step["working-directory"] ?? defaults["working-directory"] ?? "", scope);
    const folder = join(machine.workspace, below);
    if (!statSync(folder, { throwIfNoEntry: false })) throw new Error(`working-directory ${below} does not exist`);
    const files = commandFiles(machine.nextFiles());
    const variables = machine.variables(contexts["github"] as Record<string, unknown>, {
      ...this.of.env,
      ...machine.added,
      ...env,
    });
    const script = {
      text,
      folder,
      temp: machine.temp,
      second,
      ...(shell && { shell }),
      env: { ...variables, ...files },
    };
    const ended: Ended = await runScript(script, cancellation);
    const written = readCommandFiles(files);
    machine.add(written.env, written.path);
    const failed = ended.exitCode !== 0 || written.errors.length > 0;
    return {
      ...{ outcome: failed ? ("failure" as const) : ("success" as const), outputs: written.outputs },
      ...{
        output: machine.shown([ended.output, ...written.errors].join("\n")),
        summary: machine.shown(written.summary),
      },
      ...{ script: text, exitCode: ended.exitCode, signals: ended.signals },
    };
  }

  private async act(step: Step, env: Record<string, string>) {
    const { machine, call } = this.of;
    const { expressions, actions } = machine.world;
    const [, name = "", version = ""] = /^([^@]+)@(.+)$/.exec(step.uses ?? "") ?? [];
    const action = actions[name];
    if (!action) throw new Error(`no fake stands for the action ${step.uses}`);
    const inputs = texts(expressions.filled(step.with ?? {}, this.scope("step", env)));
    const unknown = Object.keys(inputs).filter((input) => !action.inputs.includes(input));
    if (unknown.length > 0) throw new Error(`Unexpected input(s) '${unknown.join("', '")}' of ${name}`);
    mkdirSync(call.store, { recursive: true });
    const { workspace, temp } = machine;
    const environment = { ...this.of.env, ...machine.added, ...env };
    const acted: Acted = await action.run({ ...call, name, version, inputs, env: environment, workspace, temp });
    machine.add(acted.env ?? {}, acted.path ?? []);
    if (acted.post) this.posts.push(acted.post);
    const output = [acted.output, acted.failure].filter(Boolean).join("\n");
    const outcome = acted.failure === undefined ? ("success" as const) : ("failure" as const);
    return { outcome, outputs: acted.outputs ?? {}, output: machine.shown(output), summary: "", signals: [] };
  }
}

/** Every value as text, as a variable or an input is. */
export function texts(values: unknown): Record<string, string> {
  const entries = Object.entries((values ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name, value === null ? "" : String(value)]));
}
