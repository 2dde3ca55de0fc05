import { UserError } from "../process/user-error";
import type { PlanJson } from "./plan-json";

/** Where the clouds' resources carry the id of their stack. */
const places: readonly (readonly [attribute: string, key: string])[] = [
  ["tags_all", "Stack"],
  ["tags", "Stack"],
  ["effective_labels", "stack"],
  ["labels", "stack"],
  ["user_labels", "stack"],
];

/** The stack that a resource's tag or label names; nothing if it has none. */
export function stackTagOf(attributes: unknown): string | undefined {
  const of = Object(attributes) as Record<string, Readonly<Record<string, unknown>> | null | undefined>;
  const found = places.map(([attribute, key]) => of[attribute]?.[key]);
  return found.find((value) => typeof value === "string" && value !== "") as string | undefined;
}

/**
 * Refuses a plan that was made with the state of another stack, as when an object in the bucket was replaced together with its checksum:
 * Terraform would destroy or rename what that stack has. It is another's if some of what the state has carries a stack's tag, and none of
 * it this stack's. What the plan imports is not in the state yet.
 * @throws {UserError} that names the stack, and how to put the right state back
 */
export function refuseStateOfAnother(id: string, { resource_changes = [] }: PlanJson): void {
  const had = resource_changes.filter(({ mode, change }) => mode !== "data" && !change.importing);
  const owners = had.flatMap(({ address, change }) => {
    const stack = stackTagOf(change.before);
    return stack ? [{ address, stack }] : [];
  });
  const [first] = owners;
  if (!first || owners.some(({ stack }) => stack === id)) return;
  const number = owners.length === 1 ? "1 resource" : `${owners.length} resources`;
  throw new UserError(
    `${id}: expected its own state, found one whose resources have the tag of ${[...new Set(owners.map(({ stack }) => stack))].sort().join(", ")} ` +
      `(${number}, such as ${first.address}), and none of ${id}. Nothing was changed. ` +
      `npm run state -- history ${id} says which version is its own, and how to put it back`,
  );
}
