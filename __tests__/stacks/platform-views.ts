import { evaluated } from "./figures/late-bound-values";
import { resources, type StackJson } from "./synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
type Body = any;

/** The application's container as one platform got it, in the units of the shared settings. */
export interface Workload {
  readonly image: string;
  readonly port: number;
  readonly cpu: number;
  readonly memoryMib: number;
  readonly replicas: { readonly min: number; readonly max: number };
  /** Paths that the platform's checks call; undefined where it has no such check. */
  readonly health: { readonly live?: string; readonly ready?: string; readonly startup?: string };
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads a stack's JSON as the platform would. */
export interface PlatformView {
  workload(stack: StackJson): Workload;
  /** At which values an alert is raised, in the unit that its key names: one for each resource that it watches. */
  thresholds(stack: StackJson, alert: string): readonly number[];
}

const ecs: PlatformView = {
  workload(stack) {
    const task = one(stack, "aws_ecs_task_definition");
    const container = JSON.parse(task.container_definitions)[0];
    const { min_capacity, max_capacity } = one(stack, "aws_appautoscaling_target");
    const [min, max] = [min_capacity, max_capacity].map((of) => evaluated<number>(of, stack));
    return {
      image: imageOf(container.image, stack),
      port: container.portMappings[0].containerPort,
      cpu: Number(task.cpu) / 1024,
      memoryMib: Number(task.memory),
      replicas: { min, max },
      health: { ready: one(stack, "aws_lb_target_group").health_check.path },
      environment: named(container.environment),
    };
  },
  thresholds: (stack, alert) => alarms(stack, "aws_cloudwatch_metric_alarm", alert).map(({ threshold }) => threshold),
};

const cloudRun: PlatformView = {
  workload(stack) {
    const { template } = one(stack, "google_cloud_run_v2_service");
    const [container] = template.containers;
    const { cpu, memory } = container.resources.limits;
    return {
      image: imageOf(container.image, stack),
      port: container.ports.container_port,
      cpu: Number(cpu),
      memoryMib: mebibytes(memory),
      replicas: { min: template.scaling.min_instance_count, max: template.scaling.max_instance_count },
      health: {
        live: container.liveness_probe.http_get.path,
        ready: one(stack, "google_monitoring_uptime_check_config").http_check.path,
        startup: container.startup_probe.http_get.path,
      },
      environment: named(container.env),
    };
  },
  thresholds: (stack, alert) =>
    alarms(stack, "google_monitoring_alert_policy", alert).map(({ conditions: [condition] }) =>
      comparedWith(condition.condition_prometheus_query_language.query),
    ),
};

const azureThresholds =
  ({ cpu, memoryMib }: Pick<Workload, "cpu" | "memoryMib">): PlatformView["thresholds"] =>
  (stack, alert) =>
    [
      ...alarms(stack, "azurerm_monitor_metric_alert", alert),
      ...alarms(stack, "azurerm_monitor_scheduled_query_rules_alert_v2", alert),
    ].map(({ criteria: [{ metric_name, threshold }] }) => {
      // Azure counts used storage, thousandths and billionths of a vCPU, and bytes.
      if (metric_name === "storage_percent") return 100 - threshold;
      if (metric_name === "CpuUsage") return threshold / (10 * cpu);
      if (metric_name === "UsageNanoCores") return threshold / (1e7 * cpu);
      if (/^(MemoryUsage|WorkingSetBytes)$/.test(metric_name)) return (100 * threshold) / (memoryMib * 2 ** 20);
      return threshold;
    });

const containerInstances: PlatformView = {
  workload(stack) {
    const groups = resources(stack, "azurerm_container_group").map(({ body }: Body) => body);
    const [container] = groups[0].container;
    const { probe } = one(stack, "azurerm_application_gateway");
    expect(probe.map(({ path }: Body) => path)).toEqual([container.readiness_probe.http_get[0].path]);
    return {
      image: imageOf(container.image, stack),
      port: container.ports[0].port,
      cpu: container.cpu,
      memoryMib: container.memory * 1024,
      replicas: { min: groups.length, max: groups.length },
      health: {
        live: container.liveness_probe.http_get[0].path,
        ready: container.readiness_probe.http_get[0].path,
      },
      environment: container.environment_variables,
    };
  },
  thresholds: (stack, alert) => azureThresholds(containerInstances.workload(stack))(stack, alert),
};

const containerApps: PlatformView = {
  workload(stack) {
    const { template, ingress } = one(stack, "azurerm_container_app");
    const [container] = template.container;
    return {
      image: imageOf(container.image, stack),
      port: ingress.target_port,
      cpu: container.cpu,
      memoryMib: mebibytes(container.memory),
      replicas: { min: template.min_replicas, max: template.max_replicas },
      health: {
        live: container.liveness_probe[0].path,
        ready: container.readiness_probe[0].path,
        startup: container.startup_probe[0].path,
      },
      environment: named(container.env),
    };
  },
  thresholds: (stack, alert) => azureThresholds(containerApps.workload(stack))(stack, alert),
};

const kubernetes: PlatformView = {
  workload(stack) {
    const [container] = one(stack, "kubernetes_deployment_v1").spec.template.spec.container;
    const values = container.env_from[0].config_map_ref.name;
    const maps: Body[] = resources(stack, "kubernetes_config_map_v1").map(({ body }) => body);
    const { min_replicas: min, max_replicas: max } = one(stack, "kubernetes_horizontal_pod_autoscaler_v2").spec;
    const { cpu, memory } = container.resources.limits;
    return {
      image: imageOf(container.image, stack),
      port: container.port[0].container_port,
      cpu: Number(cpu),
      memoryMib: mebibytes(memory),
      replicas: { min, max },
      health: {
        live: container.liveness_probe.http_get.path,
        ready: container.readiness_probe.http_get.path,
        startup: container.startup_probe.http_get.path,
      },
      environment: maps.find(({ metadata }) => metadata.name === values)?.data,
    };
  },
  thresholds(stack, alert) {
    const values = resources(stack, "helm_release").flatMap(({ body }: Body) => body.values.map(JSON.parse));
    const rules: Body[] = values.flatMap(({ rules = [] }) => rules).filter((rule) => rule.alert);
    return rules.filter((rule) => rule.alert === prometheusNames[alert]).map(({ expr }) => comparedWith(expr));
  },
};

/** Document 003's names of the alerts. */
const prometheusNames: Readonly<Record<string, string>> = {
  api_down: "ApiDown",
  database_connections: "DatabaseConnectionsRefused",
  error_rate: "HighErrorRate",
  disk_free: "DiskNearlyFull",
  memory: "MemoryNearlyUsedUp",
  latency_p95: "HighLatency",
  order_failures: "OrderFailures",
  cpu: "CpuNearlyUsedUp",
};

export const views = { ecs, cloudRun, containerInstances, containerApps, kubernetes };

function one(stack: StackJson, type: string): Body {
  const found = resources(stack, type);
  expect(found.map(({ address }) => address)).toHaveLength(1);
  return found[0]?.body;
}

/** The alarms of one alert: each is named by the alert and what it watches. */
function alarms(stack: StackJson, type: string, alert: string): Body[] {
  const named = new RegExp(`\\.monitoring_al(arms|erts)_${alert.replaceAll("_", "-")}-`);
  return resources(stack, type)
    .filter(({ address }) => named.test(address))
    .map(({ body }) => body);
}

/** The number at the end of a query of Prometheus. */
function comparedWith(query: string): number {
  return Number(query.match(/ (?:<|>|>=) ([\d.]+)$/)?.[1]);
}

/** What the settings say of a late-bound image. */
function imageOf(image: string, stack: StackJson): string {
  expect(image).toBe("${terraform_data.image.input}");
  return evaluated(image, stack);
}

function named(list: readonly { name: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

function mebibytes(quantity: string): number {
  const [, amount, unit] = quantity.match(/^([\d.]+)(Mi|Gi)$/) ?? [];
  return Number(amount) * (unit === "Gi" ? 1024 : 1);
}
