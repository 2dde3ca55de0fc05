import { keptAt } from "../../plan/late-bound";
import type { Change, StackPlan } from "../../plan/stack-plan";

/** What a release may change: by type of resource the attributes, or `whole` where it is made, replaced and deleted with the release. */
export type Carriers = Readonly<Record<string, readonly string[] | "whole">>;

/** The resources that carry a release on ECS: values, weights, tasks and how many of them run. */
export const ecsCarriers: Carriers = {
  // The rule that leads probes to the new side comes and goes.
  aws_lb_listener_rule: "whole",
  // Every change of a task definition is a new one.
  aws_ecs_task_definition: "whole",
  aws_ecs_service: ["task_definition"],
  aws_appautoscaling_target: ["min_capacity", "max_capacity"],
  // While a release holds a number of replicas, the schedules that own it hold that number.
  aws_appautoscaling_scheduled_action: "whole",
  aws_scheduler_schedule: ["target"],
  aws_cloudwatch_event_target: ["ecs_target"],
};

/** The resources that carry a rollback of functions: aliases alone, which lead to versions that exist. It publishes nothing. */
export const aliasCarriers: Carriers = {
  aws_lambda_alias: ["function_version", "routing_config"],
};

/** The resources that carry a release of functions: the code that is published, and the aliases that lead to versions of it. */
export const functionCarriers: Carriers = {
  ...aliasCarriers,
  aws_lambda_function: [
    "filename",
    "source_code_hash",
    "s3_key",
    "s3_object_version",
    "layers",
    "environment",
    "image_uri",
  ],
  aws_lambda_layer_version: "whole",
};

/** The changes of a plan that no release makes: what someone else must decide about. */
export function beyond({ changes }: Pick<StackPlan, "changes">, carriers: Carriers, kept: readonly string[]): string[] {
  const values = new Set(kept.map(keptAt));
  return changes.flatMap((change) => {
    if (values.has(change.address)) return [];
    const allowed = carriers[typeOf(change.address)];
    if (allowed === "whole") return [];
    if (!allowed || change.action !== "update") return [`${change.action} ${change.address}`];
    const others = attributesOf(change).filter((path) => !allowed.some((one) => isWithin(path, one)));
    return others.map((path) => `update ${change.address}: ${path}`);
  });
}

/** Whether what is changed of a resource decides if the release may change it: else its address is enough. */
export function isJudgedByAttributes(change: Change, carriers: Carriers): boolean {
  return (change.action === "update" && Array.isArray(carriers[typeOf(change.address)])) || isTask(change);
}

/** Whether a change makes the definition of a task, as each edit and each release does: its image says which it is. */
export const isTask = ({ address }: Change): boolean => typeOf(address) === "aws_ecs_task_definition";

/** The addresses of a configuration that carry a release, for a plan that leaves out all else. */
export function carriersIn(resources: Readonly<Record<string, object>>, carriers: Carriers): string[] {
  return Object.keys(carriers).flatMap((type) => Object.keys(resources[type] ?? {}).map((name) => `${type}.${name}`));
}

function attributesOf({ attributes = [] }: Change): string[] {
  return attributes.map(({ path }) => path);
}

function isWithin(path: string, attribute: string): boolean {
  return path === attribute || path.startsWith(`${attribute}.`);
}

/** The type of a resource by its address in the root module. */
function typeOf(address: string): string {
  return address.split(".")[0] as string;
}
