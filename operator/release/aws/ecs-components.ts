import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import type { ComponentTarget, ReleaseTarget } from "../../../stacks/aws/release-target";
import type { ComponentFigure } from "../port/platform";
import type { AwsClients } from "./clients";
import { type Measure, measured } from "./figures";

/** A component fails where its oldest message waits longer than this, in seconds. */
const oldestSeconds = 300;
/** Seconds by which the figure of a backlog may be off: CloudWatch has whole minutes, and SQS sends its figures a minute or two late. */
const precisionSeconds = 180;
/** Replicas that may end by themselves while a component is watched: one may be Spot capacity that AWS took back. */
const endedReplicas = 2;

/** The components that run the application's image: they take the new one when a release is finished. */
export function releasedComponents({ components }: ReleaseTarget): [name: string, component: ComponentTarget][] {
  return Object.entries(components).filter(([, { image }]) => image === "image");
}

/** How components do since a time (ms): the oldest message of their queue, new dead letters, replicas that ended. */
export async function componentFigures(
  clients: AwsClients,
  target: ReleaseTarget,
  since: number,
  now: number,
): Promise<ComponentFigure[]> {
  const each = releasedComponents(target).map(async ([component, of]): Promise<ComponentFigure[]> => {
    const [age, dead, ended] = await Promise.all([
      of.queue ? oldest(clients, of.queue, since, now) : { limit: oldestSeconds, value: undefined },
      of.dead_letter_queue ? newDeadLetters(clients, of.dead_letter_queue, since, now) : undefined,
      endedOf(clients, target.cluster, of.service),
    ]);
    const figure = (what: string, limit: number, value: number | undefined): ComponentFigure => ({
      component,
      what,
      limit,
      ...(value !== undefined && { value }),
    });
    return [
      ...(of.queue ? [figure("oldest message, seconds", age.limit, age.value)] : []),
      ...(of.dead_letter_queue ? [figure("new dead letters", 0, dead)] : []),
      figure("replicas that ended", endedReplicas, ended),
    ];
  });
  return (await Promise.all(each)).flat();
}

/**
 * How long the oldest message waits. One that waited too long before the release is no fault of the new build: it may wait for the time that has
 * passed since in addition, which is what it does while the messages before it are worked off.
 */
async function oldest(clients: AwsClients, queue: string, since: number, now: number) {
  const of = { value: ofQueue(queue, "ApproximateAgeOfOldestMessage", "Maximum") };
  const [before, after] = await beforeAndAfter(clients, of, since, now);
  const backlog = before.value !== undefined && before.value > oldestSeconds;
  const passed = (now - since) / 1000;
  return { ...after, limit: backlog ? Math.ceil((before.value ?? 0) + passed + precisionSeconds) : oldestSeconds };
}

/** Dead letters that came: those that are there, less those that were there in the five minutes before. */
async function newDeadLetters(clients: AwsClients, queue: string, since: number, now: number) {
  const dead = { dead: ofQueue(queue, "ApproximateNumberOfMessagesVisible", "Maximum") };
  const [before, after] = await beforeAndAfter(clients, dead, since, now);
  // SQS sends no figures of a queue that was empty for hours.
  return after.dead === undefined ? undefined : Math.max(0, after.dead - (before.dead ?? 0));
}

/** Figures of the five minutes before a time, and since. */
function beforeAndAfter<Name extends string>(
  { cloudwatch }: AwsClients,
  measures: Readonly<Record<Name, Measure>>,
  since: number,
  now: number,
) {
  return Promise.all([
    measured(cloudwatch, measures, since - 5 * 60_000, since),
    measured(cloudwatch, measures, since, now),
  ]);
}

const ofQueue = (QueueName: string, metric: string, stat: string) => ({
  namespace: "AWS/SQS",
  metric,
  stat,
  dimensions: { QueueName },
});

async function endedOf({ ecs }: AwsClients, cluster: string, service: string): Promise<number> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services[0]?.deployments?.find(({ status }) => status === "PRIMARY")?.failedTasks ?? 0;
}
