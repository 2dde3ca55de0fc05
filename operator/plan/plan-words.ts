import type { AttributeChange } from "./plan-attributes";
import { type Change, type PlanAction, planActions, type StackPlan } from "./stack-plan";
import { excerpt } from "./text-excerpt";

/** What a plan says, in words that its text and its Markdown share. */

const signs: Readonly<Record<PlanAction, string>> = {
  delete: "-",
  replace: "-/+",
  forget: ".",
  update: "~",
  move: ">",
  import: "<",
  create: "+",
};

/** The mark of a change, as docs/operations.md lists them. */
export function signOf({ action, createdFirst }: Change): string {
  return createdFirst ? "+/-" : signs[action];
}

/** Terraform's reason in words, e.g. `cannot update`. */
export const reasonOf = ({ reason }: Change): string | undefined => reason?.replaceAll("_", " ");

/** `2 to delete, 1 to update, 105 to create`. */
export function countText(changes: readonly Change[]): string {
  const counts = planActions.map((action) => ({
    action,
    count: changes.filter((change) => change.action === action).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} to ${action}`)
    .join(", ");
}

/** An update of which no value differs once texts are read as JSON. */
export const spelling = "only the spelling of JSON differs";

/** Whether a change is such an update. */
export const isSpelling = ({ attributes, computed = [] }: Change): boolean =>
  attributes?.length === 0 && computed.length === 0;

/** The two sides of a change; a side is absent where the place is new or gone. */
export function sidesOf({ before, after }: AttributeChange, verbose = false): { from?: string; to?: string } {
  const none = "(none)";
  const [from, to] = verbose ? [before, after] : excerpt(before, after);
  return { ...(before !== none && { from }), ...(after !== none && { to }) };
}

/** What happened to a resource by hand. */
export const byHandText = (action: "update" | "delete"): string =>
  `was ${action === "delete" ? "removed" : "changed"} outside of Terraform`;

/** `3 computed attributes`. */
export const computedText = (count: number): string => `${count} computed attribute${count === 1 ? "" : "s"}`;

/** The value of each variable, where it comes from, and the setting where that is another. */
export function valuesText({ variables = [] }: StackPlan): { name: string; value: string; note: string }[] {
  return variables.map(({ name, value, source, setting = value }) => {
    const also = setting === value ? "" : `; setting ${setting}`;
    return { name, value, note: `${source}${also}` };
  });
}
