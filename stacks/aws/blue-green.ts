import type { Construct } from "constructs";
import type { BlueGreenProps } from "../../modules/aws/containers/sides";
import type { Replicas } from "../../modules/container";
import { LateBound } from "../late-bound";
import { imageVariable } from "../shared-settings";

/** What is released together: one image, and its share of the requests of every service that runs it. */
export type ReleaseUnit = Omit<BlueGreenProps, "liveMinimum" | "nextMinimum"> & {
  /** What the names of its late-bound values begin with: nothing, or a component's name and an underscore. */
  readonly prefix: string;
};

/**
 * The late-bound values of a release: which side is live, the image of the other, its share, the header of its probe route. Of the
 * application, or of a component with an image of its own.
 */
export function releaseUnit(stack: Construct, image: string, component?: string): ReleaseUnit {
  const prefix = prefixOf(component);
  const of = component ? ` of ${component}` : "";
  return {
    prefix,
    nextImage: imageVariable(stack, `${prefix}next_image`, image, `Image${of} on the side that is not live`),
    nextPercent: new LateBound(stack, `${prefix}next_percent`, {
      setting: 0,
      description: `Share of the requests${of} that the side gets that is not live, in percent`,
      valid: {
        condition: (value) => `${value} >= 0 && ${value} <= 100 && floor(${value}) == ${value}`,
        expected: "a whole number from 0 to 100",
      },
    }).value,
    live: new LateBound(stack, `${prefix}live`, {
      setting: "blue",
      description: `The side${of} that is live, blue or green`,
      valid: { condition: (value) => `contains(["blue", "green"], ${value})`, expected: "blue or green" },
    }).value,
    probe: new LateBound(stack, `${prefix}probe`, {
      setting: "",
      description: `Header that leads a request${of} to the side that is not live, empty for none`,
      // ALB reads * and ? in it as wildcards, by which every request would have the header.
      valid: {
        condition: (value) => `length(${value}) <= 64 && length(regexall("[^0-9A-Za-z]", ${value})) == 0`,
        expected: "at most 64 letters and digits",
      },
    }).value,
  };
}

/** The two sides of one service. Each has least replicas of its own, because services of one release differ in size. */
export function blueGreen(stack: Construct, unit: ReleaseUnit, replicas: Replicas, component?: string): BlueGreenProps {
  const prefix = prefixOf(component);
  const minimum = (side: "live" | "next", setting: number, of: string) =>
    new LateBound(stack, `${prefix}${side}_minimum`, {
      setting,
      description: `Least replicas of ${component ?? "the application"} on the side that is ${of}`,
      valid: {
        condition: (value) => `${value} >= 0 && floor(${value}) == ${value}`,
        expected: "a whole number from 0",
      },
    }).value;
  const { prefix: _, ...released } = unit;
  return {
    ...released,
    liveMinimum: minimum("live", replicas.min, "live"),
    nextMinimum: minimum("next", 0, "not live"),
  };
}

/** What the names of the late-bound values of a component begin with. */
export function prefixOf(component?: string): string {
  return component ? `${component.replaceAll("-", "_")}_` : "";
}
