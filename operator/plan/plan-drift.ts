import { type Difference, differences, isPosition } from "./difference";
import { isSameMeaning } from "./meaning";
import { type AttributeChange, inWords, withLateValues } from "./plan-attributes";
import { isMarked, member, type PlanJson, type ResourceChange, type SetArguments, setArguments } from "./plan-json";

/** What was changed or removed by hand, outside of Terraform, and the plan puts right. */
export interface Drift {
  readonly address: string;
  readonly action: "update" | "delete";
  /** From what Terraform last wrote to what is there now; a sensitive value is not in it. */
  readonly attributes: readonly AttributeChange[];
}

/** A place of a resource that differs in meaning from what Terraform last wrote. */
export interface TouchedPlace extends AttributeChange {
  /** The same place, as its keys from the root. */
  readonly keys: readonly string[];
  /** Whether the configuration sets its attribute. */
  readonly isSet: boolean;
  /** Whether the plan writes back what Terraform last wrote, or another value that the settings have now. */
  readonly isReverted: boolean;
}

/** A resource that is not as Terraform last wrote it. */
export interface TouchedResource {
  readonly address: string;
  readonly type: string;
  /** It does not exist any more. */
  readonly isGone: boolean;
  /** Whether the plan makes a gone one again, or may write back places of one that is there. */
  readonly isRepaired: boolean;
  readonly places: readonly TouchedPlace[];
  /** What there is now: never print it. */
  readonly found: unknown;
}

/** What a provider block sets on every resource, so that the resource's own JSON need not. */
const ofTheProvider = /^(tags|labels|annotations)$/;

/**
 * Changes by hand that this plan reverts: a place that differs in meaning both from what Terraform last wrote and from what it writes
 * now. What a service words differently (null and empty, the order of a set, defaults) is none, nor what the plan leaves as it is.
 */
export function manualChanges(plan: PlanJson): Drift[] {
  return touchedResources(plan).flatMap(({ address, isGone, isRepaired, places }): Drift[] => {
    // A resource that goes away is not put right.
    if (!isRepaired) return [];
    if (isGone) return [{ address, action: "delete", attributes: [] }];
    const attributes = places
      .filter(({ isSet, isReverted }) => isSet && isReverted)
      .map(({ path, before, after, forcesReplacement }) => ({ path, before, after, forcesReplacement }));
    return attributes.length > 0 ? [{ address, action: "update", attributes }] : [];
  });
}

/** All that a refresh found to differ in meaning from what Terraform last wrote. Data sources are only read, and never part of it. */
export function touchedResources(plan: PlanJson): TouchedResource[] {
  const set = setArguments(plan);
  const planned = new Map((plan.resource_changes ?? []).map((resource) => [resource.address, resource]));
  return (plan.resource_drift ?? []).flatMap((drift): TouchedResource[] => {
    const { address, change, mode, type = typeOf(address) } = drift;
    if (mode === "data" || isDataSource(address)) return [];
    const repair = planned.get(address)?.change;
    const isRepaired = repair?.actions?.some((action) => action === "create" || action === "update") ?? false;
    const isGone = change.actions?.includes("delete") ?? false;
    const keys = new Set([change.before, change.after].flatMap((node) => Object.keys(Object(node))));
    const places = isGone
      ? []
      : [...keys].flatMap((key) => touchedPlaces(key, drift, isRepaired ? repair : undefined, set(address)));
    if (!isGone && places.length === 0) return [];
    return [{ address, type, isGone, isRepaired, places, found: change.after }];
  });
}

function touchedPlaces(
  key: string,
  { change }: ResourceChange,
  repair: ResourceChange["change"] | undefined,
  set: SetArguments,
): TouchedPlace[] {
  const [written, found] = [member(change.before, key), member(change.after, key)];
  if (isSameMeaning(written, found, [key])) return [];
  const planned = repair ? withLateValues(member(repair.after, key), member(repair.after_unknown, key)) : found;
  const touched = differences(written, found, [key]).filter(differsInMeaning);
  const reverted = differences(found, planned, [key]).filter(differsInMeaning);
  const isSet = set.has(key) || ofTheProvider.test(key);
  const isReverted = ({ path }: Difference) => reverted.some((other) => isSamePlace(path, other.path));
  const isHidden = [change.before_sensitive, change.after_sensitive, repair?.after_sensitive].some((node) =>
    isMarked(member(node, key)),
  );
  const common = { forcesReplacement: false, isSet };
  if (isHidden && touched.length > 0) {
    const words = { path: key, before: "(sensitive)", after: "(sensitive)" };
    return [{ ...words, ...common, keys: [key], isReverted: touched.some(isReverted) }];
  }
  return touched.map((place) => ({
    ...inWords(place),
    ...common,
    keys: place.path,
    isReverted: isReverted(place),
  }));
}

function differsInMeaning({ path, before, after }: Difference): boolean {
  return !isSameMeaning(before, after, path);
}

/** Whether two places are one, or one is inside the other. A member of a set has no position of its own. */
function isSamePlace(a: readonly string[], b: readonly string[]): boolean {
  return a.slice(0, b.length).every((key, index) => {
    const other = b[index] as string;
    return key === other || (isPosition(key) && isPosition(other));
  });
}

const isDataSource = (address: string) => /^(module\.[^.]+\.)*data\./.test(address);

/** The type of a resource by its address. */
function typeOf(address: string): string {
  return address.replace(/^(module\.[^.]+\.)*/, "").split(".")[0] as string;
}
