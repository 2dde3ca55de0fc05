import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BuiltThen } from "./build-then";
import type { Affected, BuiltNow } from "./compare";
import { stackJson } from "./files";
import { findsByName, type Names, namesOf } from "./found-by-name";
import type { Reason } from "./why";

/** The stacks that are the same, and find by name what an affected one makes or made. */
export function mayBeAffected(affected: readonly Affected[], then: BuiltThen, now: BuiltNow): Affected[] {
  const others = affected
    .filter(({ change }) => change !== "broken")
    .map((one) => ({ ...one, names: [then, now].flatMap(({ outdir }) => namesIn(outdir, one.stack)) }));
  if (others.length === 0) return [];
  return now.project.stacks
    .filter(({ id }) => !affected.some(({ stack }) => stack === id))
    .flatMap(({ id, environment, platform }) => {
      const [own] = namesIn(now.outdir, id);
      const why = others.flatMap(({ stack, environment: theirs, names }): Reason[] => {
        const [text] = names.flatMap((one) => (own && findsByName(own, one, theirs)) ?? []);
        return text ? [{ stack, text }] : [];
      });
      return why.length > 0 ? [{ stack: id, environment, platform, change: "may be affected" as const, why }] : [];
    });
}

function namesIn(outdir: string, id: string): Names[] {
  const file = join(outdir, "stacks", id, "cdk.tf.json");
  return existsSync(file) ? [namesOf(stackJson(file))] : [];
}
