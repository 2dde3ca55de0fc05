import { isAws } from "../../../settings/rule";
import { platforms } from "../model/answers";
import { platformsOf, valueAt } from "../model/existing";
import type { Plan } from "../model/plan";
import { pipelinesOf } from "./deploy";
import type { Value } from "./hcl";
import { physicalName } from "./names";
import { blockName } from "./platform-base";

/**
 * The roles of the pipelines in an account's stack, for the names of all systems on AWS; nothing where there are no pipelines. Where no system
 * is on AWS, the roles are for the states, and name the systems all the same: none of theirs is made.
 */
export function pipelines(plan: Plan): Readonly<Record<string, Value>> {
  const repository = pipelinesOf(plan);
  const { existing } = plan;
  const before = [...existing.systems].flatMap(([system, files]) => {
    const base = files.get("base");
    return onAws(platformsOf(existing, system)).map(
      (platform) => valueAt(base, `${blockName(platform)}.name`) ?? valueAt(base, "name") ?? system,
    );
  });
  const written = plan.systems
    .filter(({ name }) => !existing.systems.has(name))
    .flatMap(({ name, platforms: own }) => onAws(own).map((platform) => physicalName(name, platform, own) ?? name));
  const everywhere = [...existing.systems.keys(), ...plan.systems.map(({ name }) => name)];
  const onAccount = [...before, ...written];
  const systems = [...new Set(onAccount.length > 0 ? onAccount : everywhere)].sort();
  return repository && systems.length > 0 ? { pipelines: { repository, systems } } : {};
}

/** Those that are platforms of AWS. */
const onAws = (some: readonly string[]) => platforms.filter((platform) => isAws(platform) && some.includes(platform));
