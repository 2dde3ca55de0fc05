import {
  baseOfEnvironments,
  baseOfShop,
  environmentFile,
  image,
  type Place,
  shopFile,
} from "../../release/stack-files";

/** The environments of the pipeline. Nothing is deployed to the first one: what its log has is all that the pipeline needs of it. */
export const environments = ["test", "staging", "prod"] as const;
export type Environment = (typeof environments)[number];

export const stackOf = (environment: Environment) => `shop-aws-${environment}`;

/** What runs before any release. */
export const first = image("1.0.0");
/** What was built, by its digest. */
export const built = `ghcr.io/acme/shop:1.2.0@sha256:${"d".repeat(64)}`;

/** The file of an environment. Nothing is protected in the first one. */
export const environmentOf = (name: Environment): string =>
  name === "test" ? environmentFile : environmentFile.replace(/protected += false/, "protected = true");

/** The small stack of the tests of releases in three environments, with a pipeline. */
export const pipelineFiles = (places: Readonly<Record<Environment, Place>>): Readonly<Record<string, string>> => ({
  "project/environments/base.tfvars": baseOfEnvironments,
  "project/systems/shop/base.tfvars": `pipeline = "candidates"\nrelease = { steps = "25:2m,100" }\n${baseOfShop}`,
  ...Object.fromEntries(
    environments.flatMap((name) => [
      [`project/environments/${name}.tfvars`, environmentOf(name)],
      [`project/systems/shop/${name}.tfvars`, shopFile(places[name])],
    ]),
  ),
});

/**
 * The one file of the checkout that is another one than ours: the clock. With it the job that releases has the time of its stack's users, who
 * are simulated.
 */
export const clockFile = `import { setTimeout } from "node:timers/promises";
import { simulatedClock } from "../../../__tests__/terraform/release/simulated-time";
import type { Clock } from "../run/context";

const simulators = JSON.parse(process.env["SIMULATORS"] ?? "{}") as Record<string, string>;
const own = simulators[process.env["STACK"] ?? ""];
const real: Clock = {
  now: () => Date.now(),
  sleep: (ms, until) => setTimeout(ms, undefined, { signal: until }).catch(() => {}),
};

export const realClock: Clock = own === undefined ? real : simulatedClock(own);
`;
