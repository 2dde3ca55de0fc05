import { DescribeTasksCommand, type ECSClient, ListTasksCommand, RunTaskCommand, type Task } from "@aws-sdk/client-ecs";
import type { TaskTarget } from "../../../stacks/aws/release-target";
import type { TaskRun } from "../port/platform";

/** Starts a task with the image of the new side. */
export async function runEcsTask(
  ecs: ECSClient,
  cluster: string,
  task: TaskTarget,
  startedBy: string,
): Promise<TaskRun> {
  const { tasks = [], failures = [] } = await ecs.send(
    new RunTaskCommand({
      cluster,
      taskDefinition: task.next_definition ?? task.definition,
      launchType: "FARGATE",
      startedBy,
      // The same answer for a request that is sent again because its answer was lost.
      clientToken: startedBy.slice(0, 64),
      propagateTags: "TASK_DEFINITION",
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...task.subnets],
          securityGroups: [...task.security_groups],
          assignPublicIp: "DISABLED",
        },
      },
    }),
  );
  const [started] = tasks;
  if (started) return taskRun(started, task);
  const [failed] = failures;
  throw new Error(`ECS did not start the task: ${failed?.reason ?? "no reason given"} ${failed?.detail ?? ""}`.trim());
}

/**
 * The task with this id, else the one that was started under this name; nothing if none is seen. ECS forgets stopped tasks after about an hour,
 * and lists a new one some seconds late.
 */
export async function findEcsTask(ecs: ECSClient, cluster: string, task: TaskTarget, startedBy: string, id?: string) {
  const arns = id === undefined ? await startedUnder(ecs, cluster, startedBy) : [id];
  if (arns.length === 0) return undefined;
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: arns }));
  return tasks[0] && taskRun(tasks[0], task);
}

async function startedUnder(ecs: ECSClient, cluster: string, startedBy: string): Promise<string[]> {
  const listed = await Promise.all(
    (["RUNNING", "STOPPED"] as const).map((desiredStatus) =>
      ecs.send(new ListTasksCommand({ cluster, startedBy, desiredStatus })),
    ),
  );
  return listed.flatMap(({ taskArns = [] }) => taskArns);
}

function taskRun(
  { taskArn = "", lastStatus, stoppedReason, containers = [] }: Task,
  { log_group }: TaskTarget,
): TaskRun {
  const common = { id: taskArn, log: log_group };
  if (lastStatus !== "STOPPED") return { ...common, is: "running" };
  const codes = containers.flatMap(({ exitCode }) => (exitCode === undefined ? [] : [exitCode]));
  const exitCode = codes.find((code) => code !== 0) ?? codes[0];
  const reason = [stoppedReason, ...containers.map((container) => container.reason)].filter(Boolean).join("; ");
  const is = codes.length > 0 && codes.every((code) => code === 0) ? "succeeded" : "failed";
  return { ...common, is, ...(exitCode !== undefined && { exitCode }), ...(reason && { reason }) };
}
