import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  type Service,
  type Task,
} from "@aws-sdk/client-ecs";
import type { Rollout } from "../port/platform";

/**
 * The rollout of one service. `failed` when ECS gives up.
 * @throws where the service does not exist
 */
export async function ecsRollout(ecs: ECSClient, cluster: string, service: string): Promise<Rollout> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const [found] = services.filter(({ status }) => status !== "INACTIVE");
  if (!found) throw new Error(`${service}: expected the service in ${cluster}, found none`);
  const primary = found.deployments?.find(({ status }) => status === "PRIMARY");
  const state = primary?.rolloutState;
  const counts = `${service}: ${primary?.runningCount ?? 0} of ${primary?.desiredCount ?? 0} running${primary?.failedTasks ? `, ${primary.failedTasks} failed` : ""}`;
  const isFailed = state === "FAILED" || found.deployments?.some((of) => of.rolloutState === "FAILED");
  if (isFailed) return { is: "failed", seen: [counts, ...(await whyStopped(ecs, cluster, found))] };
  const others = (found.deployments ?? []).filter((of) => of !== primary && (of.runningCount ?? 0) > 0);
  if (state === "COMPLETED" && others.length === 0) return { is: "ready", seen: [counts] };
  return { is: "rolling", seen: [counts, ...(await whyStopped(ecs, cluster, found))] };
}

/** Why tasks of a service stopped, the last ones first; each reason once, at most five. ECS forgets stopped tasks after about an hour. */
async function whyStopped(ecs: ECSClient, cluster: string, { serviceName }: Service): Promise<string[]> {
  const request = { cluster, serviceName, desiredStatus: "STOPPED" as const, maxResults: 20 };
  const { taskArns = [] } = await ecs.send(new ListTasksCommand(request));
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  const newest = [...tasks].sort((a, b) => Number(b.stoppedAt ?? 0) - Number(a.stoppedAt ?? 0));
  return [...new Set(newest.flatMap(stopReason))].slice(0, 5);
}

/** What the replica said at its end. A task that a deployment or autoscaling has stopped did not fail. */
function stopReason({ stoppedReason = "", stopCode, containers = [] }: Task): string[] {
  if (stopCode === "ServiceSchedulerInitiated" && !/health checks/.test(stoppedReason)) return [];
  const ended = containers.filter(({ exitCode, reason }) => reason || (exitCode !== undefined && exitCode !== 0));
  const each = ended.map(({ name, exitCode, reason }) => {
    const code = exitCode === undefined ? "" : ` ended with exit code ${exitCode}`;
    return `${name}${code}${reason ? `: ${reason}` : ""}`;
  });
  return [`a task stopped: ${[stoppedReason, ...each].filter(Boolean).join("; ")}`];
}
