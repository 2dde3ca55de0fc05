import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import type { ReleaseTarget, ServiceTarget, SideTarget } from "../../../stacks/aws/release-target";
import type { Figures, SideFigures } from "../judge/figures";
import type { Rollout } from "../port/platform";
import type { AwsClients } from "./clients";
import { ecsRollout, whyEnded } from "./ecs-rollout";
import { targetGroupFigures } from "./figures";

export type Color = "blue" | "green";

/** The side that is not this one. */
export const otherOf = (color: Color): Color => (color === "blue" ? "green" : "blue");

/** One side of a service; without blue/green there is one for both. */
export function sideOf(service: ServiceTarget, color: Color): SideTarget {
  return color === "green" && service.green ? service.green : service.blue;
}

/** How many replicas a service of ECS runs. */
export async function replicas({ ecs }: AwsClients, cluster: string, service: string): Promise<number> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services[0]?.runningCount ?? 0;
}

/** A service, and the replicas that it must run at least. */
export interface Expected {
  readonly service: string;
  readonly least: number;
}

/** The rollouts of several services as one: failed if one is, ready if all are. Each should run a container of `image`. */
export async function rolloutOf(
  clients: AwsClients,
  cluster: string,
  services: readonly Expected[],
  image: string,
): Promise<Rollout> {
  const rollouts = await Promise.all(
    services.map(({ service, least }) => ecsRollout(clients.ecs, cluster, service, least)),
  );
  const others = await Promise.all(services.map(({ service }) => runsOther(clients, cluster, service, image)));
  const seen = [...rollouts.flatMap((rollout) => rollout.seen), ...others.flat()];
  const failed = rollouts.some(({ is }) => is === "failed") || others.some((lines) => lines.length > 0);
  return { is: failed ? "failed" : rollouts.every(({ is }) => is === "ready") ? "ready" : "rolling", seen };
}

/** What a service runs in the place of an image: ECS rolls a failed deployment back to the last task definition that worked. */
async function runsOther(clients: AwsClients, cluster: string, service: string, image: string): Promise<string[]> {
  const { definition, images } = await running(clients, cluster, service);
  if (images.length === 0 || images.includes(image)) return [];
  const ended = await whyEnded(clients.ecs, cluster, service, (of) => of !== definition);
  return [`${service}: ECS has rolled back to ${images[0]}, expected ${image}`, ...new Set(ended)].slice(0, 6);
}

/** The image of the first container that a service runs, or rolls out; undefined where it has no deployment. */
export async function imageOf(clients: AwsClients, cluster: string, service: string): Promise<string | undefined> {
  return (await running(clients, cluster, service)).images[0];
}

/** The task definition of a service's deployment, and the images in it. */
async function running(
  { ecs }: AwsClients,
  cluster: string,
  service: string,
): Promise<{ readonly definition?: string; readonly images: readonly string[] }> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const primary = services[0]?.deployments?.find(({ status }) => status === "PRIMARY");
  if (!primary?.taskDefinition) return { images: [] };
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: primary.taskDefinition }),
  );
  const images = (taskDefinition?.containerDefinitions ?? []).flatMap((container) => container.image ?? []);
  return { definition: primary.taskDefinition, images };
}

/** What users met on both sides of several services together. */
export async function figuresOf(
  { cloudwatch }: AwsClients,
  { cluster, load_balancer: loadBalancer }: ReleaseTarget,
  services: readonly ServiceTarget[],
  live: Color,
  from: number,
  until: number,
): Promise<Figures> {
  const of = async (color: Color): Promise<SideFigures> => {
    const sides = services.map((service) => sideOf(service, color));
    const each = sides.map(({ service, target_group_suffix: targetGroup }) =>
      targetGroupFigures(cloudwatch, { loadBalancer, targetGroup, cluster, service }, from, until),
    );
    return together(await Promise.all(each));
  };
  const [liveSide, newSide] = await Promise.all([of(live), of(otherOf(live))]);
  return { liveSide, newSide };
}

/** The slowest and the busiest count: a mean would hide them. */
function together(figures: readonly SideFigures[]): SideFigures {
  const sum = (key: "requests" | "errors") => figures.reduce((total, of) => total + of[key], 0);
  const largest = (key: "p95" | "cpuPercent") => {
    const known = figures.flatMap((of) => of[key] ?? []);
    return known.length > 0 ? { [key]: Math.max(...known) } : {};
  };
  return { requests: sum("requests"), errors: sum("errors"), ...largest("p95"), ...largest("cpuPercent") };
}
