import type { StackPlan } from "../plan/stack-plan";
import { UserError } from "../process/user-error";
import { drifted, type StackDrift } from "./report";

/** The way back of one stack. */
export interface WayBack {
  /** The addresses that a plan is limited to. */
  readonly targets: readonly string[];
  /** Drifted resources that are left as they are, each with the reason. */
  readonly leftOut: readonly string[];
}

/**
 * What can be put back without touching anything else. A resource that the settings of this checkout change too, or of which a change is
 * accepted or owned by something else, is left out: Terraform writes a resource back as a whole.
 */
export function wayBack(drift: StackDrift): WayBack {
  const edited = new Set(drift.undeployed.map(({ address }) => address));
  const leftOut: string[] = [];
  const targets = [...drifted(drift).keys()].filter((address) => {
    const others = drift.found.filter(
      (one) => one.address === address && one.kind !== "drift" && one.kind !== "unset" && one.isReverted,
    );
    if (edited.has(address))
      leftOut.push(
        `${address}: the settings of this checkout change it too: deploy it, or go back from the commit that is deployed`,
      );
    else if (others.length > 0) {
      const which = others.map(({ attribute, kind, why }) => `${attribute} (${kind}: ${why})`).join("; ");
      leftOut.push(`${address}: this would be taken back with it: ${which}`);
    } else return true;
    return false;
  });
  return { targets: targets.length > 0 ? [...targets, ...drift.follows] : [], leftOut };
}

/**
 * Refuses a plan that changes more than the way back: Terraform adds what a target depends on.
 * @throws {UserError} with the addresses
 */
export function refuseMore({ id, changes }: StackPlan, { targets }: WayBack): void {
  const more = changes.filter(({ address, action }) => !targets.includes(address) || action === "delete");
  if (more.length === 0) return;
  const which = more.map(({ action, address }) => `  ${action} ${address}`).join("\n");
  throw new UserError(
    `${id}: the way back would also change what is not drift, because the drifted resources depend on it. Nothing was applied. ` +
      `Deploy it first, or go back from the commit that is deployed:\n${which}`,
  );
}
