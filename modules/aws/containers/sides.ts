import { Fn, Op, Token } from "cdktf";
import type { Replicas } from "../../container";

/** The two sides of a service that is released by weights. A single service is the blue one. */
export const colors = ["blue", "green"] as const;

export type Color = (typeof colors)[number];

/** The header that leads a request to the side that is not live, while a release has its probe route on. */
export const probeHeader = "X-Release-Probe";

/** The tag of a rule that a release makes and removes. */
export const probeTag = { key: "Release", value: "probe" } as const;

/**
 * What a release decides of a service with two sides that take turns. All may be tokens, which Terraform knows when it plans. The live side
 * runs the container's image. Swapping both images and both minima, turning `live` over and setting `nextPercent` from 100 to 0 changes
 * neither side: that is how a release is finished.
 */
export interface BlueGreenProps {
  /** The live side, `blue` or `green`. */
  readonly live: string;
  /** Image of the side that is not live. */
  readonly nextImage: string;
  /** Share of the requests of the side that is not live, 0 to 100. */
  readonly nextPercent: number;
  /** The least replicas of the live side. */
  readonly liveMinimum: number;
  /** The least replicas of the other side; with 0 it has none at all. */
  readonly nextMinimum: number;
  /** Value of the header {@link probeHeader} that leads to the side that is not live; empty for no such route. */
  readonly probe: string;
}

/** One side, as expressions. */
export interface Side {
  readonly color: Color;
  readonly image: string;
  /** The least replicas. */
  readonly minimum: number;
  /** What its autoscaling may run between, where the settings say `replicas`. */
  readonly within: (replicas: Replicas) => Replicas;
  /**
   * Whether a release or the time after it owns the number of replicas: the side is idle, or both run. An expression; undefined where a
   * service has one side only.
   */
  readonly held?: string;
}

/** The sides of a service: without blue/green one, which is blue so that addresses and names stay when green is added. */
export function sidesOf(image: string, replicas: Replicas, blueGreen?: BlueGreenProps): Side[] {
  if (blueGreen) return colors.map((color) => sideOf(color, image, blueGreen));
  return [{ color: "blue", image, minimum: replicas.min, within: (limits) => limits }];
}

/** One of two sides. */
function sideOf(color: Color, image: string, props: BlueGreenProps): Side {
  const { nextImage, liveMinimum, nextMinimum } = props;
  const isLive = Op.eq(props.live, color);
  // Not compared with 0, which cdktf 0.21 writes as `undefined`.
  const isRunning = Op.gte(nextMinimum, 1);
  const minimum = number(Fn.conditional(isLive, liveMinimum, nextMinimum));
  const isIdle = Op.not(Op.or(isLive, isRunning));
  const max = (...limits: number[]) => number(Fn.max(limits));
  return {
    color,
    image: Token.asString(Fn.conditional(isLive, image, nextImage)),
    minimum,
    held: Token.asString(Op.or(Op.not(isLive), isRunning)),
    within: ({ min, max: most }) => {
      // While both sides run, neither may have less than a release gave it.
      const least = number(Fn.conditional(isRunning, max(min, minimum), min));
      const limit = (value: number) => number(Fn.conditional(isIdle, 0, value));
      return { min: limit(least), max: limit(max(most, least)) };
    },
  };
}

/** Share of the requests that a side gets, in percent. */
export function weightOf(color: Color, { live, nextPercent }: Pick<BlueGreenProps, "live" | "nextPercent">): number {
  // Terraform subtracts: the share is known only when it plans.
  return number(Fn.conditional(Op.eq(live, color), Op.sub(100, nextPercent), nextPercent));
}

const number = (token: unknown): number => Token.asNumber(token);
