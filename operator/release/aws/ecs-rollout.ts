import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  type Task,
} from "@aws-sdk/client-ecs";
import type { Rollout } from "../port/platform";

/** How many tasks may end by themselves before a service counts as failed: as many as ECS's own circuit breaker lets pass at least. */
const mostEnded = 3;

/** A service of ECS, with what it should run. */
export interface Expected {
  readonly service: string;
  /** A container of it has this image. */
  readonly image: string;
  /** The replicas that it must run; more where more are desired. */
  readonly least: number;
}

/** The rollout of one service. */
export interface ServiceRollout extends Rollout {
  /** The image of the first container that it runs in the place of the expected one. @default - it runs, or rolls out, the expected one */
  readonly runs?: string | undefined;
  /** Whether a failed one is still ECS's to roll back: it has given up, or will, and the task definition before is not there yet. */
  readonly goesBack?: boolean;
}

/**
 * Looks at one service. `failed` when ECS gives up or has rolled back to the last task definition that worked, or when three tasks of what it
 * runs did not stay: ECS itself looks at a deployment only while it has tasks to start, so not at one that began without any and was scaled
 * out then.
 * @throws where the service does not exist
 */
export async function ecsRollout(ecs: ECSClient, cluster: string, expected: Expected): Promise<ServiceRollout> {
  const { service, image, least } = expected;
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const [found] = services.filter(({ status }) => status !== "INACTIVE");
  if (!found) throw new Error(`${service}: expected the service in ${cluster}, found none`);
  const { deployments = [] } = found;
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const { runningCount: runs = 0, failedTasks = 0, taskDefinition: definition } = primary ?? {};
  const wanted = Math.max(least, primary?.desiredCount ?? 0);
  const counts = `${service}: ${runs} of ${wanted} running${failedTasks > 0 ? `, ${failedTasks} failed` : ""}`;

  const images = definition === undefined ? [] : await imagesOf(ecs, definition);
  if (images.length > 0 && !images.includes(image)) {
    const ended = await whyEnded(ecs, cluster, service, (of) => of !== definition);
    const back = `${service}: ECS has rolled back to ${images[0]}, expected ${image}`;
    return { is: "failed", seen: [counts, back, ...new Set(ended)].slice(0, 7), runs: images[0] };
  }
  const others = deployments.filter((of) => of !== primary && (of.runningCount ?? 0) > 0);
  if (primary?.rolloutState === "COMPLETED" && others.length === 0 && runs >= wanted)
    return { is: "ready", seen: [counts] };
  const ended = await whyEnded(ecs, cluster, service, (of) => of === definition);
  const seen = [counts, ...new Set(ended)].slice(0, 6);
  const isGivenUp = deployments.some(({ rolloutState }) => rolloutState === "FAILED");
  if (!isGivenUp && ended.length < mostEnded) return { is: "rolling", seen };
  // ECS looks at a deployment until it is completed.
  return { is: "failed", seen, goesBack: isGivenUp || primary?.rolloutState === "IN_PROGRESS" };
}

/** The images of a task definition's containers. */
async function imagesOf(ecs: ECSClient, definition: string): Promise<string[]> {
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: definition }));
  return (taskDefinition?.containerDefinitions ?? []).flatMap((container) => container.image ?? []);
}

/** Why tasks of some task definitions stopped, the last ones first. ECS forgets stopped tasks after about an hour. */
async function whyEnded(
  ecs: ECSClient,
  cluster: string,
  serviceName: string,
  isMeant: (taskDefinition: string) => boolean,
): Promise<string[]> {
  const request = { cluster, serviceName, desiredStatus: "STOPPED" as const, maxResults: 20 };
  const { taskArns = [] } = await ecs.send(new ListTasksCommand(request));
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  const newest = tasks
    .filter(({ taskDefinitionArn }) => taskDefinitionArn === undefined || isMeant(taskDefinitionArn))
    .sort((a, b) => Number(b.stoppedAt ?? 0) - Number(a.stoppedAt ?? 0));
  return newest.flatMap(stopReason);
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
