import type { ReleaseTarget } from "../../../stacks/aws/release-target";
import type { Values } from "../port/platform";

/** A service with the late-bound image that it should run. */
export interface DeployedService {
  readonly service: string;
  /** Name of the late-bound value. */
  readonly value: string;
  readonly image: string;
}

/** All services of a stack on ECS, and what each should run by the state. */
export function deployedServices({ services, components }: ReleaseTarget, state: Values): DeployedService[] {
  const of = (service: string, value: string) => ({ service, value, image: String(state[value]) });
  const sides = Object.values(services).flatMap(({ blue, green, values }) => {
    const isGreenLive = values.live !== undefined && state[values.live] === "green";
    const next = values.next_image ?? values.image;
    return [
      of(blue.service, isGreenLive ? next : values.image),
      ...(green ? [of(green.service, isGreenLive ? values.image : next)] : []),
    ];
  });
  return [...sides, ...Object.values(components).map(({ service, image }) => of(service, image))];
}
