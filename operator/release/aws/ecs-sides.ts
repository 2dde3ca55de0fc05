import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import type { ReleaseTarget, ServiceTarget, SideTarget } from "../../../stacks/aws/release-target";
import type { Figures, SideFigures } from "../judge/figures";
import { arrivedUntil, noneArrived } from "./arrived";
import type { AwsClients } from "./clients";
import { type BalancedSide, balancedMeasure, targetGroupFigures, together } from "./figures";

export type Color = "blue" | "green";

/** The side that is not this one. */
export const otherOf = (color: Color): Color => (color === "blue" ? "green" : "blue");

/** Whether a service has two sides, which can divide its requests. */
export const isTwoSided = ({ green }: ServiceTarget): boolean => green !== undefined;

/** Why services cannot be released, and the way that works; undefined if all have two sides. */
export const whyOneSided = (services: readonly ServiceTarget[]): string | undefined =>
  services.every(isTwoSided)
    ? undefined
    : "without service.blue_green it has one service, and no second one that could start a build. Roll the image out with npm run deploy and --var image=<ref>, or set service.blue_green and deploy";

/** One side of a service; without blue/green there is one for both. */
export function sideOf(service: ServiceTarget, color: Color): SideTarget {
  return color === "green" && service.green ? service.green : service.blue;
}

/** How many replicas a service of ECS runs. */
export async function replicas({ ecs }: AwsClients, cluster: string, service: string): Promise<number> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services[0]?.runningCount ?? 0;
}

/** What users met on both sides of several services together, as far as it has arrived; of the `whole` time where no probe says how far. */
export async function figuresOf(
  { cloudwatch }: AwsClients,
  { cluster, load_balancer: loadBalancer }: ReleaseTarget,
  services: readonly ServiceTarget[],
  live: Color,
  from: number,
  until: number,
  now: number,
  whole: boolean,
): Promise<Figures> {
  const placesOf = (color: Color): BalancedSide[] =>
    services.map((of) => {
      const { service, target_group_suffix: targetGroup } = sideOf(of, color);
      return { loadBalancer, targetGroup, cluster, service };
    });
  // Our probes make requests in each minute.
  const requests = placesOf(otherOf(live)).map((place) => balancedMeasure(place, "RequestCount", "Sum"));
  const to = whole ? until : await arrivedUntil(cloudwatch, requests, from, until, now);
  if (to <= from) return noneArrived(from);
  const of = async (color: Color): Promise<SideFigures> => {
    const each = placesOf(color).map((place) => targetGroupFigures(cloudwatch, place, from, to));
    return together(await Promise.all(each));
  };
  const [liveSide, newSide] = await Promise.all([of(live), of(otherOf(live))]);
  return { liveSide, newSide, to };
}
