import type { TouchedResource } from "../plan/plan-drift";
import { member, type PlanJson } from "../plan/plan-json";

/** The switch of an instance by which a service installs minor versions. */
const setting = "auto_minor_version_upgrade";

/**
 * Gives a cluster the switch of its instances: it has none of its own, and a service installs minor versions in a cluster only if all of its
 * instances let it.
 */
export function withUpgrades(resource: TouchedResource, { resource_changes: all = [] }: PlanJson): TouchedResource {
  const { type, found } = resource;
  const cluster = member(found, "cluster_identifier");
  const isOff = all.some(({ type: of, change: { before, after } }) => {
    const instance = before ?? after;
    return of === `${type}_instance` && member(instance, "cluster_identifier") === cluster && isFalse(instance);
  });
  return isOff ? { ...resource, found: { ...Object(found), [setting]: false } } : resource;
}

const isFalse = (instance: unknown) => member(instance, setting) === false;
