import { isDeepStrictEqual } from "node:util";
import type { Plan } from "../log/entries";
import type { Values } from "../port/platform";
import type { ReleaseContext } from "../run/context";
import { persist } from "../run/persist";

/** What is wrong where the state is another one than the plan was made from: its way back would lead to what is no more. */
export function changedText({ stack, platform }: ReleaseContext, plan: Plan, values: Values): string | undefined {
  if (isDeepStrictEqual({ ...values }, { ...plan.from })) return undefined;
  const differs = Object.keys({ ...plan.from, ...values }).filter((name) => values[name] !== plan.from[name]);
  const each = differs.map((name) => `${name}: expected ${plan.from[name]}, found ${values[name]}`);
  return `The state of ${stack} has changed since it was looked at (live: ${platform.buildOf(values)}; ${each.join(", ")})`;
}

/** The same for the state as it is now. */
export async function changedSince(context: ReleaseContext, plan: Plan): Promise<string | undefined> {
  const values = await persist(context, "read the state", () => context.state.read(), { stops: true });
  return changedText(context, plan, values);
}
