import type { TerraformEvent } from "../terraform/terraform";
import type { PlanJson, ResourceChange } from "./plan-json";
import { type Change, type PlanAction, planActions } from "./stack-plan";

/** What a plan does, in the order in which it is shown. */
export interface PlannedChanges {
  readonly changes: readonly Change[];
  /** A refresh found something that differs from the state. */
  readonly hasDrift: boolean;
  /** The outputs that change, each with its action. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Reasons that Terraform's lines call otherwise than its plan. */
const inLines: Readonly<Record<string, string>> = {
  replace_because_cannot_update: "cannot_update",
  replace_because_tainted: "tainted",
  replace_by_request: "requested",
  replace_by_triggers: "replace_triggered_by",
};

/** Collects what a plan does from the lines that Terraform prints with `-json`. */
export class StreamedChanges implements PlannedChanges {
  private readonly found: Change[] = [];
  hasDrift = false;
  outputs: Readonly<Record<string, string>> = {};

  get changes(): readonly Change[] {
    return ordered(this.found);
  }

  /** Whether the line was about what the plan does. */
  take(event: TerraformEvent): boolean {
    if (event.type === "planned_change") this.found.push(...changeOf(event));
    else if (event.type === "resource_drift") this.hasDrift = true;
    else if (event.type === "outputs") this.outputs = changedOutputs(event.outputs ?? {});
    else return false;
    return true;
  }
}

/** What a plan does, from the plan itself: Terraform prints no such lines of a run in HCP Terraform. */
export function changesOf({
  resource_changes = [],
  resource_drift = [],
  output_changes = {},
}: PlanJson): PlannedChanges {
  const changes = resource_changes.flatMap((resource): Change[] => {
    const action = actionOf(resource);
    const { address, action_reason: given } = resource;
    const reason = given && (inLines[given] ?? given);
    return action ? [{ address, action, ...(reason && { reason }) }] : [];
  });
  const outputs = Object.entries(output_changes).map(([name, { actions = [] }]) => [name, { action: wordOf(actions) }]);
  return {
    changes: ordered(changes),
    hasDrift: resource_drift.length > 0,
    outputs: changedOutputs(Object.fromEntries(outputs)),
  };
}

function changeOf({ change }: TerraformEvent): Change[] {
  // Terraform calls it so in its lines, and `forget` in the plan.
  const named = change?.action === "remove" ? "forget" : change?.action;
  const action = planActions.find((known) => known === named);
  if (!change || !action) return [];
  return [{ address: change.resource.addr, action, ...(change.reason && { reason: change.reason }) }];
}

/** As the lines have it: a resource that is moved or imported and changed counts as changed. */
function actionOf({ address, previous_address: previous, mode, change }: ResourceChange): PlanAction | undefined {
  const word = wordOf(change.actions ?? []);
  if (mode === "data" || word === "read") return undefined;
  if (word !== "noop") return planActions.find((known) => known === word);
  if (change.importing) return "import";
  return previous && previous !== address ? "move" : undefined;
}

function wordOf(actions: readonly string[]): string {
  const [first = "no-op"] = actions;
  if (actions.length > 1) return "replace";
  return first === "no-op" ? "noop" : first;
}

function changedOutputs(outputs: Readonly<Record<string, { readonly action?: string }>>): Record<string, string> {
  const actions = Object.entries(outputs).map(([name, { action = "noop" }]) => [name, action] as const);
  return Object.fromEntries(actions.filter(([, action]) => action !== "noop"));
}

function ordered(changes: readonly Change[]): Change[] {
  const rank = ({ action }: Change) => planActions.indexOf(action);
  return [...changes].sort((a, b) => rank(a) - rank(b) || (a.address < b.address ? -1 : 1));
}
