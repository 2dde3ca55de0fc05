import { platforms, type SystemPlatform } from "../model/answers";
import { platformsOf, valueAt } from "../model/existing";
import type { Plan } from "../model/plan";
import { pipelinesOf } from "./deploy";
import type { Value } from "./hcl";
import { physicalName } from "./names";
import { blockName } from "./platform-base";

/** The roles of the pipelines in an account's stack, for the names of all systems on AWS; nothing where there are no pipelines. */
export function pipelines(plan: Plan): Readonly<Record<string, Value>> {
  const repository = pipelinesOf(plan);
  const { systems: there } = plan.existing;
  const onAws = platforms.filter((platform) => platform.startsWith("aws"));
  const before = [...there].flatMap(([system, files]) => {
    const base = files.get("base");
    const own = onAws.filter((platform) => platformsOf(plan.existing, system).includes(platform));
    return own.map((platform) => valueAt(base, `${blockName(platform)}.name`) ?? valueAt(base, "name") ?? system);
  });
  const written = plan.systems
    .filter(({ name }) => !there.has(name))
    .flatMap((system) => {
      const own = onAws.filter((platform: SystemPlatform) => system.platforms.includes(platform));
      return own.map((platform) => physicalName(system.name, platform, system.platforms) ?? system.name);
    });
  const systems = [...new Set([...before, ...written])].sort();
  return repository && systems.length > 0 ? { pipelines: { repository, systems } } : {};
}
