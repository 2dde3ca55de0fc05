import { Testing } from "cdktf";
import type { Construct } from "constructs";

/** The values of the one release that `build` makes, as its chart receives them. */
// biome-ignore lint/suspicious/noExplicitAny: A test looks at what it expects to be there.
export function releaseValues(build: (scope: Construct) => void): any {
  return valuesIn(Testing.synthScope(build));
}

/** The values of the one release of a stack. */
// biome-ignore lint/suspicious/noExplicitAny: As above.
export function valuesIn(synthesized: string): any {
  const releases: { values: [string] }[] = Object.values(JSON.parse(synthesized).resource.helm_release);
  if (releases.length !== 1) throw new Error(`expected one release, found ${releases.length}`);
  return JSON.parse(releases[0].values[0]);
}
