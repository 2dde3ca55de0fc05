import type { ReleaseTarget } from "../../../stacks/aws/release-target";
import type { Values } from "../port/platform";

/** A service with the late-bound image that it should run. */
export interface DeployedService {
  readonly service: string;
  /** Name of the late-bound value. */
  readonly value: string;
  readonly image: string;
  /** The replicas that it must run at least. */
  readonly least: number;
}

/** All services of a stack on ECS, and what each should run by the state. */
export function deployedServices({ services, components }: ReleaseTarget, state: Values): DeployedService[] {
  const number = (name: string | undefined) => (name === undefined ? 0 : Number(state[name] ?? 0));
  const of = (service: string, value: string, minimum?: string) => ({
    service,
    value,
    image: String(state[value]),
    least: number(minimum),
  });
  const sides = Object.values(services).flatMap(({ blue, green, values }) => {
    const live = [values.image, values.live_minimum] as const;
    const next = [values.next_image ?? values.image, values.next_minimum] as const;
    const isGreenLive = values.live !== undefined && state[values.live] === "green";
    const [ofBlue, ofGreen] = isGreenLive ? [next, live] : [live, next];
    return [of(blue.service, ...ofBlue), ...(green ? [of(green.service, ...ofGreen)] : [])];
  });
  return [...sides, ...Object.values(components).map(({ service, image }) => of(service, image))];
}
