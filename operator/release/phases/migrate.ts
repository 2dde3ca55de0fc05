import { intentOf } from "../log/record";
import type { Platform, TaskRun } from "../port/platform";
import { pollSeconds } from "../run/context";
import { GoBack } from "../run/ends";
import { persist } from "../run/persist";
import type { Run } from "../run/run";
import { applyValues, changeSeconds } from "../run/weights";

type Tasks = NonNullable<Platform["tasks"]>;

/** Seconds that a migration may take. */
export const migrationSeconds = 30 * 60;

/** Seconds in which a task may be unseen: a service shows a new one only after a while. */
const unseenSeconds = 60;

/** 3 MIGRATE: runs the task with the new build and waits for its exit code. It is never taken back, and must suit the old build too. */
export async function migrate(run: Run): Promise<void> {
  const { context, plan, log } = run;
  const { tasks } = context.platform;
  if (plan.migrate === undefined || !tasks) return;
  const startedBy = `release-${context.stack}-${log.id}`;
  context.say(`migrate: ${plan.migrate} with ${plan.build}`);
  await run.intent("migrate", changeSeconds + migrationSeconds, { task: plan.migrate, startedBy });
  await applyValues(run, (now) => tasks.prepare(now, plan.build), "the migration's task takes the new build", true);
  run.throwIfAborted();
  await start(run, tasks, plan.migrate, startedBy);
  await waitForTask(run, plan.migrate, startedBy);
}

/** One call, never repeated: where its answer is lost, the task is looked for. */
async function start(run: Run, tasks: Tasks, name: string, startedBy: string): Promise<void> {
  const { context } = run;
  let task: TaskRun | undefined;
  try {
    task = await tasks.run(name, startedBy);
  } catch (error) {
    task = await find(run, tasks, name, startedBy);
    if (!task) throw error;
  }
  const { id } = task;
  await persist(context, "write the log", () => run.write({ type: "task", id }, migrationSeconds));
}

/** Waits for the task of this release, and records its end. @throws {GoBack} if it failed, or is not there */
export async function waitForTask(run: Run, name: string, startedBy: string): Promise<void> {
  const { context } = run;
  const until = context.clock.now() + migrationSeconds * 1000;
  for (;;) {
    const { tasks } = context.platform;
    const task = tasks && (await find(run, tasks, name, startedBy));
    if (!task)
      throw new GoBack("failed", [`the task ${name} (${startedBy}) cannot be found: whether it ran is not known`]);
    if (task.is !== "running") return ended(run, name, task);
    if (context.clock.now() >= until) {
      throw new GoBack("failed", [
        `${name} still runs after ${migrationSeconds / 60} minutes: task ${task.id}. It is not stopped`,
      ]);
    }
    await run.wait(pollSeconds * 1000);
  }
}

/** The task of this release: by its id where the log has it. Undefined if it is not seen for a minute. */
async function find(run: Run, tasks: Tasks, name: string, startedBy: string): Promise<TaskRun | undefined> {
  const { clock } = run.context;
  const id = run.log.entries.find((entry) => entry.type === "task")?.id;
  const until = clock.now() + unseenSeconds * 1000;
  for (;;) {
    const task = await persist(run.context, `find the task ${name}`, () => tasks.find(name, startedBy, id));
    if (task || clock.now() >= until) return task;
    await run.wait(pollSeconds * 1000);
  }
}

async function ended(run: Run, name: string, { id, is, exitCode = 0, reason, log }: TaskRun): Promise<void> {
  const code = is === "succeeded" ? 0 : exitCode || 1;
  const text = `migration ${name}: task ${id} ended with exit code ${code}${reason ? `, ${reason}` : ""}${log ? `, log ${log}` : ""}`;
  await run.done("migrate", [text], { exitCode: code });
  if (code !== 0) throw new GoBack("failed", [text]);
}

/** Whether a migration of this release may have run. */
export const mayHaveMigrated = (run: Run): boolean => intentOf(run.log.entries, "migrate") !== undefined;
