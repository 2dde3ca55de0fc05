import { savedRun } from "../terraform/remote-run";
import type { Workspace } from "../terraform/workspace";
import { attributeChanges } from "./plan-attributes";
import { changesOf, type PlannedChanges } from "./plan-changes";
import { manualChanges } from "./plan-drift";
import { planFile, readPlan } from "./plan-file";
import type { PlanJson } from "./plan-json";
import { lateBoundValues, planEnvironment } from "./plan-variables";
import { refusesDestruction } from "./refused-replacement";
import type { Change, PlanAction, StackPlan } from "./stack-plan";
import { refuseStateOfAnother } from "./stack-tag";
import { deletedStateStores, needsNames } from "./state-stores";
import { imagesTakenBack } from "./taken-back";

/** What is planned, and how much is said of it. */
export interface DetailOptions {
  /** Values of Terraform variables; each is passed only where the stack declares it. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Leave out what these addresses do not need. @default - everything is planned */
  readonly targets?: readonly string[];
  /**
   * The changes of which more than the address is wanted. Without one Terraform is not started once more, with its providers, to show the
   * plan. @default - all of which there is more to say
   */
  readonly detailed?: (change: Change) => boolean;
}

type Details = Omit<
  StackPlan,
  "id" | "overrides" | "outputs" | "hasChanges" | "destroy" | "configHash" | "planHash" | "created"
>;

/** What Terraform's lines say; of a run in HCP Terraform what its plan says, because there are no such lines of it. */
export async function whatIsPlanned(
  workspace: Workspace,
  streamed: PlannedChanges,
  options: DetailOptions,
): Promise<{ planned: PlannedChanges; more: Details }> {
  const ofRun = savedRun(workspace, planFile) && (await readPlan(workspace));
  const planned = ofRun ? changesOf(ofRun) : streamed;
  return { planned, more: await details(workspace, planned, options, ofRun) };
}

/**
 * Reads the plan once more only if there is more to say than the address: it starts the provider.
 * @param ofRun the plan of a run in HCP Terraform, whose workspace may have values of variables
 */
async function details(
  workspace: Workspace,
  planned: PlannedChanges,
  { vars = {}, targets = [], detailed }: DetailOptions,
  ofRun: PlanJson | undefined,
): Promise<Details> {
  const { changes } = planned;
  const given = { config: workspace.config, vars, env: workspace.env };
  // The part that targets leave may be one resource, whose tag a person has changed.
  const isWhole = targets.length === 0;
  const environment = planEnvironment(given);
  const isMore = ofRun || (detailed ? changes.some(detailed) : hasMore(workspace, planned));
  if (!isMore) {
    // What is only deleted may be another stack's, too: that is worth one more look.
    if (isWhole && changes.some(({ action }) => action === "delete"))
      refuseStateOfAnother(workspace.id, await readPlan(workspace));
    const stateStores = deletedStateStores(workspace, changes);
    return { changes, drift: [], variables: lateBoundValues(given), stateStores, environment };
  }
  const json = ofRun ?? (await readPlan(workspace));
  if (isWhole) refuseStateOfAnother(workspace.id, json);
  const variables = lateBoundValues(given, json);
  return {
    changes: withAttributes(changes, json),
    drift: manualChanges(json),
    variables,
    takenBack: imagesTakenBack(json, variables),
    stateStores: deletedStateStores(workspace, changes, json),
    environment,
  };
}

/** Whether drift is to be shown, or the values before and after matter: of what is changed, and of images that get a new address. */
function hasMore(workspace: Workspace, { changes, hasDrift }: PlannedChanges): boolean {
  const has = (wanted: PlanAction) => changes.some(({ action }) => action === wanted);
  const needsValues = has("update") || has("replace") || (has("delete") && has("create"));
  return (hasDrift && changes.length > 0) || needsValues || needsNames(workspace, changes);
}

function withAttributes(changes: readonly Change[], json: PlanJson): Change[] {
  const attributes = attributeChanges(json);
  const found = new Map((json.resource_changes ?? []).map(({ address, change }) => [address, change]));
  return changes.map((change) => {
    if (change.action !== "update" && change.action !== "replace") return change;
    const { actions, before } = found.get(change.address) ?? { before: undefined };
    const createdFirst = change.action === "replace" && actions?.[0] === "create";
    const isProtected = change.action === "replace" && refusesDestruction(before);
    return {
      ...change,
      ...attributes.get(change.address),
      ...(createdFirst && { createdFirst }),
      ...(isProtected && { isProtected }),
    };
  });
}
