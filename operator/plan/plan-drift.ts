import { differences, isSameMeaning } from "./difference";
import { type AttributeChange, valueText } from "./plan-attributes";
import { isMarked, member, type PlanJson, type ResourceChange, setArguments } from "./plan-json";

/** What somebody changed or removed outside of Terraform, and the plan puts right. */
export interface Drift {
  readonly address: string;
  readonly action: "update" | "delete";
  /** From what Terraform last wrote to what is there now; a sensitive value is not in it. */
  readonly attributes: readonly AttributeChange[];
}

/**
 * Changes by hand that this plan reverts: an argument that our configuration sets, differs in meaning from what Terraform last wrote,
 * and is set again. What a service words differently (null and empty, the order of a set, defaults) is none.
 */
export function manualChanges(plan: PlanJson): Drift[] {
  const set = setArguments(plan);
  const planned = new Map((plan.resource_changes ?? []).map((resource) => [resource.address, resource]));
  return (plan.resource_drift ?? []).flatMap((drift): Drift[] => {
    const { address, change } = drift;
    const repair = planned.get(address)?.change;
    if (!repair?.actions || repair.actions.every((action) => action === "no-op" || action === "read")) return [];
    if (change.actions?.includes("delete")) return [{ address, action: "delete", attributes: [] }];
    const attributes = [...set(address)].flatMap((key) => revertedValue(key, drift, repair));
    return attributes.length > 0 ? [{ address, action: "update", attributes }] : [];
  });
}

function revertedValue(
  key: string,
  { change }: ResourceChange,
  repair: ResourceChange["change"],
): readonly AttributeChange[] {
  const [written, found] = [member(change.before, key), member(change.after, key)];
  if (isSameMeaning(written, found)) return [];
  const isLate = member(repair.after_unknown, key) === true;
  if (!isLate && isSameMeaning(found, member(repair.after, key))) return [];
  const isHidden = [change.before_sensitive, change.after_sensitive].some((node) => isMarked(member(node, key)));
  if (isHidden) return [{ path: key, before: "(sensitive)", after: "(sensitive)", forcesReplacement: false }];
  return differences(written, found, [key])
    .filter(({ before, after }) => !isSameMeaning(before, after))
    .map(({ path, before, after }) => ({
      path: path.join("."),
      before: valueText(before),
      after: valueText(after),
      forcesReplacement: false,
    }));
}
