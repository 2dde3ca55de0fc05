import type { Construct } from "constructs";
import type { Alert, AlertName, AlertSettings } from "../modules/alerts";
import type { BusinessMetrics } from "../modules/business-metrics";
import type { HealthProbes, Probe, ScalingTargets } from "../modules/container";
import { definedEntries, mapValues } from "../modules/records";
import type { Route } from "../modules/routes";
import type { AlertBlock, Budget } from "../settings/schema/alerts";
import type { ApplicationSettings } from "../settings/schema/shared";
import { LateBound } from "./late-bound";

/** The blocks that every platform shares, as modules take them. */
type Application = ApplicationSettings["application"];
type Component = Application["components"][string];
type Workload = Application | Component;

/** An image that a release decides and the state keeps: a pipeline deploys a build without a changed file. */
export function imageVariable(stack: Construct, name: string, value: string, description: string): string {
  return new LateBound(stack, name, { setting: value, description }).value;
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

/** The routes of the components that clients reach, by component. */
export function componentRoutes({ components }: Pick<Application, "components">): Record<string, Route> {
  return definedEntries(mapValues(components, ({ route }) => route));
}

/** The checks of a component: those of its route, and none where no client reaches it. */
export function componentHealth({ route }: Pick<Component, "route">): { health?: HealthProbes } {
  return route ? { health: health(route.health) } : {};
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

/** The values that autoscaling aims at. */
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
export function alertsOf<K extends string>(block: Readonly<Record<K, AlertBlock>>): Record<K, Alert> {
  return mapValues(block, alarm);
}

/** One alert as the modules take it. The key of the threshold says its unit, which the alert's rule knows. */
export function alarm({ for_seconds: forSeconds, severity, enabled, ...thresholds }: AlertBlock): Alert {
  const [threshold] = Object.values(thresholds) as [number];
  return { threshold, forSeconds, severity, enabled };
}

/** What the application counts of its own work, as modules take it; undefined where the settings have no such block. */
export function businessMetrics({
  business_metrics: settings,
}: Pick<ApplicationSettings, "business_metrics">): BusinessMetrics | undefined {
  if (!settings) return undefined;
  const { alert, ...metrics } = settings;
  if (!alert) return metrics;
  const { name, meaning, remedy, ...block } = alert;
  return { ...metrics, alert: { name, meaning, remedy, ...alarm(block) } };
}

/** The budget of an AWS stack, which counts what carries its own `Stack` tag; undefined where the settings have none. */
export function budget(stack: Construct, { budget: settings }: { readonly budget?: Budget }) {
  return (
    settings && {
      monthlyUsd: settings.monthly_usd,
      emails: settings.emails,
      tagFilter: { key: "Stack", value: stack.node.id },
    }
  );
}
