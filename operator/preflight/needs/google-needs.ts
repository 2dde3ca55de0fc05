import type { Block, StackView } from "../look/stack-view";
import { type Need, quota } from "./quota";

/** The quotas of a Google project that are looked at. */
export const googleQuotas = {
  /** In vCPU; Google counts thousandths. */
  cpu: quota("run.googleapis.com", "run.googleapis.com/cpu_allocation", "vCPU of Cloud Run"),
  /** In GiB; Google counts bytes. */
  memory: quota("run.googleapis.com", "run.googleapis.com/mem_allocation", "GiB of memory of Cloud Run"),
  networks: quota("compute.googleapis.com", "NETWORKS", "VPC networks"),
  addresses: quota("compute.googleapis.com", "STATIC_ADDRESSES", "static external addresses"),
} as const;

type Amount = Omit<Need, "stack">;

/** What a stack takes of the quotas of its project in a region of Cloud Run; a region of undefined is what all regions share. */
export function googleNeeds(stack: StackView, region: string | undefined): Need[] {
  const amounts = region === undefined ? globalAmounts(stack) : runAmounts(stack, region);
  return amounts.filter(({ most }) => most > 0).map((amount) => ({ ...amount, stack: stack.id }));
}

/** The regions in which a stack runs containers. */
export function runRegions(stack: StackView): string[] {
  const all = runTypes.flatMap((type) => stack.bodies(type).map(({ location }) => String(location)));
  return [...new Set(all)];
}

const runTypes = ["google_cloud_run_v2_service", "google_cloud_run_v2_worker_pool", "google_cloud_run_v2_job"] as const;

/** The names of the networks and of the external addresses that a stack makes. */
export function googleNames(stack: StackView, of: "networks" | "addresses"): string[] {
  const bodies = of === "networks" ? stack.bodies("google_compute_network") : externalAddresses(stack);
  return bodies.map(({ name }) => String(name));
}

const externalAddresses = (stack: StackView) =>
  stack.bodies("google_compute_global_address").filter(({ address_type }) => address_type !== "INTERNAL");

function globalAmounts(stack: StackView): Amount[] {
  return (["networks", "addresses"] as const).map((of) => {
    const { length } = googleNames(stack, of);
    return { quota: googleQuotas[of], start: length, most: length };
  });
}

/**
 * Cloud Run refuses a service whose largest number of instances alone is above the quota ("Quota violated: CpuAllocPerProjectRegion"),
 * and starts no instance beyond it.
 */
function runAmounts(stack: StackView, region: string): Amount[] {
  return runTypes.flatMap((type) =>
    stack
      .bodies(type)
      .filter(({ location }) => location === region)
      .flatMap((body) => {
        const { template, least, most } = instances(type, body);
        const containers = (template["containers"] ?? []) as Block[];
        const each = (of: (limits: Block) => number) =>
          containers.reduce((sum, { resources }) => sum + of(block(block(resources)["limits"])), 0);
        const amount = (quota: Need["quota"], size: number) => ({
          quota,
          start: least * size,
          most: most * size,
          ...(type === "google_cloud_run_v2_service" && { alone: most * size }),
        });
        return [
          amount(
            googleQuotas.cpu,
            each(({ cpu }) => vcpu(cpu)),
          ),
          amount(
            googleQuotas.memory,
            each(({ memory }) => gib(memory)),
          ),
        ];
      }),
  );
}

/** How many instances run at first and at the most. A job runs when it is started; Cloud Run's own most of a service is 100. */
function instances(type: (typeof runTypes)[number], body: Block) {
  const outer = block(body["template"]);
  const count = (value: unknown, otherwise: number) => (value === undefined ? otherwise : Number(value));
  if (type === "google_cloud_run_v2_job") {
    const tasks = count(outer["parallelism"], count(outer["task_count"], 1));
    return { template: block(outer["template"]), least: 0, most: tasks };
  }
  if (type === "google_cloud_run_v2_worker_pool") {
    const fixed = count(block(body["scaling"])["manual_instance_count"], 1);
    return { template: outer, least: fixed, most: fixed };
  }
  const { min_instance_count, max_instance_count } = block(outer["scaling"]);
  return { template: outer, least: count(min_instance_count, 0), most: count(max_instance_count, 100) };
}

/** The first block of a list, or the block itself. */
const block = (value: unknown): Block => ([value].flat()[0] ?? {}) as Block;

/** `2` or `1000m`. Cloud Run's own value is 1. */
function vcpu(value: unknown): number {
  const text = String(value ?? 1);
  return text.endsWith("m") ? Number(text.slice(0, -1)) / 1000 : Number(text);
}

/** `512Mi` or `2Gi`. Cloud Run's own value is 512 MiB. */
function gib(value: unknown): number {
  const [, amount = "512", unit = "Mi"] = /^(\d+(?:\.\d+)?)(Mi|Gi)$/.exec(String(value ?? "")) ?? [];
  return unit === "Gi" ? Number(amount) : Number(amount) / 1024;
}
