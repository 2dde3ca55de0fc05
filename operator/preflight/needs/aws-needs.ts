import type { Known } from "../look/expression";
import type { Block, StackView } from "../look/stack-view";
import { instanceQuota, vcpuOf } from "./instance-types";
import { buildQuotas, type Need, quotas } from "./quota";

type Amount = Omit<Need, "stack">;

/** What a stack takes of the quotas of its account in a region. */
export function awsNeeds(stack: StackView, region: string): Need[] {
  const here = (type: string) => stack.bodies(type).filter((body) => stack.regionOf(body) === region);
  const count = (type: string) => here(type).length;
  const amounts: Amount[] = [
    { quota: quotas.vpcs, start: count("aws_vpc"), most: count("aws_vpc") },
    { quota: quotas.addresses, start: count("aws_eip"), most: count("aws_eip") },
    ...here("aws_ecs_service").flatMap((service) => fargate(stack, service)),
    ...here("aws_eks_node_group").flatMap(nodes),
    functions(here("aws_lambda_function"), stack, here("aws_lambda_provisioned_concurrency_config")),
    ...here("aws_codebuild_project").flatMap(builds),
  ];
  return amounts.filter(({ most }) => most > 0).map((amount) => ({ ...amount, stack: stack.id }));
}

const number = (value: unknown, otherwise: number) => (value === undefined ? otherwise : Number(value));

/** The first block of a list, or the block itself. */
const block = (value: unknown): Block => ([value].flat()[0] ?? {}) as Block;

/**
 * The vCPU of a service's tasks. `start` is what it runs at first; `most` what it may run during a rolling update of its largest size:
 * each task twice at `deployment_maximum_percent` 200.
 */
function fargate(stack: StackView, service: Block): Amount[] {
  const { desired_count, deployment_maximum_percent, task_definition, capacity_provider_strategy } = service;
  const definition = stack.referred(task_definition)?.body ?? {};
  const vcpu = number(definition["cpu"], 0) / 1024;
  const target = stack
    .bodies("aws_appautoscaling_target")
    .find(({ resource_id }) => stack.referredAll(resource_id).some(({ body }) => body === service));
  const of = (value: unknown, known?: Known) => (typeof value === "string" ? stack.resolved(value, known) : value);
  const tasks = number(of(desired_count), 1);
  const largest = Math.max(tasks, number(of(target?.["max_capacity"], inRelease), tasks));
  const factor = number(deployment_maximum_percent, 200) / 100;
  const strategy = [capacity_provider_strategy ?? []].flat() as Block[];
  const weight = (spot: boolean) =>
    strategy
      .filter(({ capacity_provider }) => (capacity_provider === "FARGATE_SPOT") === spot)
      .reduce((sum, it) => sum + number(it["weight"], 0), 0);
  const all = weight(true) + weight(false);
  const share = all === 0 ? 0 : weight(true) / all;
  const amount = (quota: Amount["quota"], part: number) => ({
    quota,
    start: Math.ceil(tasks * part) * vcpu,
    most: Math.ceil(Math.ceil(largest * part) * factor) * vcpu,
  });
  return [amount(quotas.fargate, 1 - share), amount(quotas.fargateSpot, share)];
}

/** During a release the idle side of a service has replicas too. */
const inRelease: Known = (reference) => (reference.endsWith("next_minimum.input") ? 1 : undefined);

/** The vCPU of a node group, counted with the first of its instance types: Spot may take a larger one. */
function nodes({ instance_types, capacity_type, scaling_config }: Block): Amount[] {
  const [type = "t3.medium"] = (instance_types ?? []) as string[];
  const quota = instanceQuota(type, capacity_type === "SPOT" ? "SPOT" : "ON_DEMAND");
  const vcpu = vcpuOf(type);
  if (!quota || vcpu === undefined) return [];
  const { desired_size, max_size } = block(scaling_config);
  return [{ quota, start: number(desired_size, 0) * vcpu, most: number(max_size, 0) * vcpu }];
}

/** AWS keeps this many executions for functions without a reservation, and refuses a reservation that takes one of them. */
const unreserved = 100;

/**
 * What functions reserve. One that keeps instances warm without a reservation takes them from what is not reserved.
 * `unreserved` is added once for an account, by {@link unreservedFunctions}.
 */
function functions(functions: readonly Block[], stack: StackView, provisioned: readonly Block[]): Amount {
  const reserved = functions.reduce((sum, it) => sum + Math.max(0, number(it["reserved_concurrent_executions"], 0)), 0);
  const warm = provisioned
    .filter(({ function_name }) => stack.referred(function_name)?.body["reserved_concurrent_executions"] === undefined)
    .reduce((sum, it) => sum + number(it["provisioned_concurrent_executions"], 0), 0);
  return { quota: quotas.functions, start: reserved + warm, most: reserved + warm };
}

/** What must stay unreserved in an account in which any function is. */
export function unreservedFunctions(needs: readonly Need[]): Need[] {
  const reserving = needs.find(({ quota }) => quota === quotas.functions);
  return reserving ? [{ ...reserving, stack: "unreserved", start: unreserved, most: unreserved }] : [];
}

/** The builds of a project at the same time. AWS refuses a limit above the quota; several projects share it. */
function builds({ environment, concurrent_build_limit }: Block): Amount[] {
  const { type, compute_type } = block(environment);
  const quota = buildQuotas[`${type} ${compute_type}`];
  if (!quota) return [];
  const builds = number(concurrent_build_limit, 1);
  return [{ quota, start: builds, most: builds }];
}
