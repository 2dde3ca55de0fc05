import { ignoredIn } from "../../../operator/drift/ignored";
import { type JudgeProps, judge } from "../../../operator/drift/judge";
import type { PlanJson } from "../../../operator/plan/plan-json";

/** A resource as Terraform last wrote it, as a refresh finds it, and as the plan writes it. */
export interface Replayed {
  readonly type: string;
  readonly written: object;
  /** Null: it is gone. */
  readonly found: object | null;
  /** @default - as it was written */
  readonly planned?: object | null;
  /** The arguments that our JSON sets. @default - those of `written` that have a value */
  readonly set?: readonly string[];
  /** Our JSON's `ignore_changes`. @default - none */
  readonly ignored?: readonly string[];
}

/** The plan that Terraform would show. */
export function planOf({ type, written, found, planned = written, set }: Replayed): PlanJson {
  const address = `${type}.one`;
  const keys = set ?? Object.entries(written).flatMap(([key, value]) => (value === null ? [] : key));
  const actions = planned === null ? ["no-op"] : [found ? "update" : "create"];
  return {
    resource_drift: [
      {
        address,
        type,
        mode: "managed",
        change: { actions: [found ? "update" : "delete"], before: written, after: found },
      },
    ],
    resource_changes: [{ address, type, mode: "managed", change: { actions, before: found, after: planned ?? found } }],
    configuration: {
      root_module: {
        resources: [{ address, expressions: Object.fromEntries(keys.map((key) => [key, { constant_value: "x" }])) }],
      },
    },
  };
}

/** What is made of it. */
export function judged(replayed: Replayed, more: Partial<JudgeProps> = {}) {
  const { type, ignored } = replayed;
  const body = ignored ? { lifecycle: { ignore_changes: ignored } } : {};
  return judge({ plan: planOf(replayed), ignored: ignoredIn([{ address: `${type}.one`, body }]), ...more });
}
