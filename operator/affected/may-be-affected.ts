import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BuiltThen } from "./build-then";
import type { Affected, BuiltNow } from "./compare";
import { type StackJson, stackJson } from "./files";
import { findsByName, madeIn, namesOf } from "./found-by-name";
import type { Reason } from "./why";

/** The stacks that are the same, and find by name what an affected one makes or made. */
export function mayBeAffected(affected: readonly Affected[], then: BuiltThen, now: BuiltNow): Affected[] {
  const same = now.project.stacks.filter(({ id }) => !affected.some(({ stack }) => stack === id));
  if (same.length === 0) return [];
  const others = affected
    .filter(({ change }) => change !== "broken")
    .map((one) => ({ ...one, sides: [then, now].flatMap(({ outdir }) => jsonIn(outdir, one.stack)).map(madeIn) }));
  if (others.length === 0) return [];
  return same.flatMap(({ id, environment, platform }) => {
    const [own] = jsonIn(now.outdir, id).map(namesOf);
    const why = others.flatMap(({ stack, environment: theirs, sides }): Reason[] => {
      const [text] = sides.flatMap((made) => (own && findsByName(own, { made }, theirs)) ?? []);
      return text ? [{ stack, text }] : [];
    });
    return why.length > 0 ? [{ stack: id, environment, platform, change: "may be affected" as const, why }] : [];
  });
}

function jsonIn(outdir: string, id: string): StackJson[] {
  const file = join(outdir, "stacks", id, "cdk.tf.json");
  return existsSync(file) ? [stackJson(file)] : [];
}
