import { type Difference, differences, isSameMeaning } from "./difference";
import { type AttributeChange, inWords, withLateValues } from "./plan-attributes";
import { isMarked, member, type PlanJson, type ResourceChange, type SetArguments, setArguments } from "./plan-json";

/** What was changed or removed by hand, outside of Terraform, and the plan puts right. */
export interface Drift {
  readonly address: string;
  readonly action: "update" | "delete";
  /** From what Terraform last wrote to what is there now; a sensitive value is not in it. */
  readonly attributes: readonly AttributeChange[];
}

/** What a provider block sets on every resource, so that the resource's own JSON need not. */
const ofTheProvider = /^(tags|labels|annotations)$/;

/** Lists of which the order means something; of the others the services decide it. */
const inOrder = /^(ordered_cache_behavior|command|entry_point|args|layers)$/;

/**
 * Changes by hand that this plan reverts: a place that differs in meaning both from what Terraform last wrote and from what it writes
 * now. What a service words differently (null and empty, the order of a set, defaults) is none, nor what the plan leaves as it is.
 */
export function manualChanges(plan: PlanJson): Drift[] {
  const set = setArguments(plan);
  const planned = new Map((plan.resource_changes ?? []).map((resource) => [resource.address, resource]));
  return (plan.resource_drift ?? []).flatMap((drift): Drift[] => {
    const { address, change } = drift;
    const repair = planned.get(address)?.change;
    // A resource that goes away is not put right.
    if (!repair?.actions?.some((action) => action === "create" || action === "update")) return [];
    if (change.actions?.includes("delete")) return [{ address, action: "delete", attributes: [] }];
    const keys = new Set([change.before, change.after].flatMap((node) => Object.keys(Object(node))));
    const attributes = [...keys].flatMap((key) => revertedPlaces(key, drift, repair, set(address)));
    return attributes.length > 0 ? [{ address, action: "update", attributes }] : [];
  });
}

function revertedPlaces(
  key: string,
  { change }: ResourceChange,
  repair: ResourceChange["change"],
  set: SetArguments,
): AttributeChange[] {
  const isLate = member(repair.after_unknown, key);
  if (!set.has(key) && !ofTheProvider.test(key)) return [];
  const [written, found] = [member(change.before, key), member(change.after, key)];
  const planned = withLateValues(member(repair.after, key), isLate);
  const touched = differences(written, found, [key]).filter(differsInMeaning);
  const reverted = differences(found, planned, [key]).filter(differsInMeaning);
  const changes = touched.filter(({ path }) => reverted.some((other) => isSamePlace(path, other.path)));
  if (changes.length === 0) return [];
  const isHidden = [change.before_sensitive, change.after_sensitive, repair.after_sensitive].some((node) =>
    isMarked(member(node, key)),
  );
  if (isHidden) return [{ path: key, before: "(sensitive)", after: "(sensitive)", forcesReplacement: false }];
  return changes.map((place) => ({ ...inWords(place), forcesReplacement: false }));
}

function differsInMeaning({ path, before, after }: Difference): boolean {
  return inOrder.test(path.at(-1) ?? "") || !isSameMeaning(before, after);
}

/** Whether two places are one, or one is inside the other. A member of a set has no position of its own. */
function isSamePlace(a: readonly string[], b: readonly string[]): boolean {
  const isPosition = (key: string) => /^\d+$/.test(key);
  return a.slice(0, b.length).every((key, index) => {
    const other = b[index] as string;
    return key === other || (isPosition(key) && isPosition(other));
  });
}
