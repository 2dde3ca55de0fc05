import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type * as z from "zod";
import type { AlertName, AlertSettings } from "../modules/alerts";
import type { HealthProbes, Probe, ScalingTargets } from "../modules/container";
import { mapValues } from "../modules/records";
import type { budget as budgetSchema } from "../settings/schema/alerts";
import type { ApplicationSettings, SharedSettings } from "../settings/schema/shared";

/** The blocks that every platform shares, as modules take them. */
type Application = ApplicationSettings["application"];
type Component = Application["components"][string];
type Workload = Application | Component;

/** An image as a late-bound variable, so that a pipeline deploys a build without a changed file. */
export function imageVariable(stack: Construct, name: string, value: string, description: string): string {
  return new TerraformVariable(stack, name, { type: "string", default: value, description }).stringValue;
}

/** One container of the application, with the image that {@link componentImage} or {@link imageVariable} chose. */
export function container(
  { port, cpu, memory_mib: memoryMib, command, environment, secrets }: Workload,
  image: string,
) {
  return { image, port, cpu, memoryMib, command, environment, secrets };
}

/** The image of a component: a late-bound variable of its own where the settings name one, else the application's. */
export function componentImage(
  stack: Construct,
  name: string,
  component: Pick<Component, "image">,
  applicationImage: string,
): string {
  if (!component.image) return applicationImage;
  return imageVariable(stack, `${name.replaceAll("-", "_")}_image`, component.image, `Image of ${name}`);
}

/** The checks of the application. */
export function health({ live, ready, startup }: Application["health"]): HealthProbes {
  return { live: probe(live), ready: probe(ready), startup: probe(startup) };
}

/** A check as the modules take it. */
export function probe(settings: Application["health"]["live"]): Probe {
  return {
    path: settings.path,
    initialDelaySeconds: settings.initial_delay_seconds,
    intervalSeconds: settings.interval_seconds,
    timeoutSeconds: settings.timeout_seconds,
    failures: settings.failures,
  };
}

/** What autoscaling holds. */
export function scalingTargets({
  cpu_percent,
  memory_percent,
  requests_per_replica,
  custom,
}: Workload["targets"]): ScalingTargets {
  return {
    cpuPercent: cpu_percent,
    memoryPercent: memory_percent,
    requestsPerReplica: requests_per_replica,
    custom,
  };
}

type None<T extends never> = T;
/** Does not compile where the schema has an alert that `AlertName`, and so the tables of all clouds, lack. */
export type AlertsWithoutRules = None<Exclude<keyof ApplicationSettings["alerts"], AlertName>>;

/** The shared alerts as the modules take them. */
export function alerts({ alerts: shared }: Pick<ApplicationSettings, "alerts">): AlertSettings {
  return alertsOf(shared);
}

/** A block of alerts as modules take them. */
export function alertsOf<K extends string, A extends { readonly for_seconds: number }>(block: Readonly<Record<K, A>>) {
  return mapValues(block, alarm<A>);
}

/** One alert as the modules take it. */
export function alarm<A extends { readonly for_seconds: number }>({ for_seconds: forSeconds, ...alert }: A) {
  return { ...alert, forSeconds };
}

type BudgetSettings = Pick<SharedSettings, "environment"> & { readonly budget?: z.infer<typeof budgetSchema> };

/** The budget of what carries the environment's tag; nothing where the settings name none. */
export function budget({ budget: settings, environment }: BudgetSettings) {
  return (
    settings && {
      monthlyUsd: settings.monthly_usd,
      emails: settings.emails,
      tagFilter: { key: "Environment", value: environment },
    }
  );
}
