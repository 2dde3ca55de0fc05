import { type Attributes, toItem } from "./attributes";

/** pending → starting → building → succeeded or failed. Invalid items are refused. */
export type Status = "pending" | "starting" | "building" | "succeeded" | "failed" | "refused";

export interface Change {
  readonly id: string;
  /** Condition: the item has one of these statuses. */
  readonly from: readonly Status[];
  /** Condition: the item belongs to this claim. */
  readonly owner?: string;
  /** Condition: the item has no other build. The item then gets this one. */
  readonly build?: string;
  readonly to: Status;
  readonly set?: Attributes;
}

/** Days for which a finished item is kept, unless it says so itself in `kept_until`. */
const keepDays = 30;

/** The update of a work item, which DynamoDB makes only if the conditions hold. */
export function conditionalUpdate({ id, from, owner, build, to, set = {} }: Change, now: number) {
  const values = {
    ...set,
    status: to,
    updated_at: timestamp(now),
    build_id: build,
    expires_at: ["succeeded", "failed", "refused"].includes(to) ? now + keepDays * 86_400 : undefined,
  };
  const changed = Object.entries(values).filter(([, value]) => value !== undefined);
  const conditions = [
    `#status IN (${from.map((_, index) => `:from${index}`).join(", ")})`,
    ...(owner === undefined ? [] : ["#owner = :if_owner"]),
    ...(build === undefined ? [] : ["(attribute_not_exists(build_id) OR build_id = :build_id)"]),
  ];
  return {
    Key: toItem({ id }),
    UpdateExpression: `SET ${changed.map(([name]) => `#${name} = ${newValue(name)}`).join(", ")}`,
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: {
      ...Object.fromEntries(changed.map(([name]) => [`#${name}`, name])),
      ...(owner !== undefined && { "#owner": "owner" }),
    },
    ExpressionAttributeValues: toItem({
      ...Object.fromEntries(changed.map(([name, value]) => [`:${name}`, value])),
      ...Object.fromEntries(from.map((status, index) => [`:from${index}`, status])),
      ":if_owner": owner,
    }),
  };
}

const newValue = (name: string) => (name === "expires_at" ? "if_not_exists(kept_until, :expires_at)" : `:${name}`);

export function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
