import { TerraformOutput, type TerraformStack } from "cdktf";
import type { ContainerService } from "../../modules/aws/containers/container-service";
import { type Color, colors, probeHeader } from "../../modules/aws/containers/sides";
import type { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import type { NetworkAttributes } from "../../modules/aws/network/network";
import { mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import type { Application } from "./application";
import { prefixOf } from "./blue-green";
import type { ReleaseTarget, ServiceTarget, SideTarget } from "./release-target";

type Settings = PlatformSettings["aws"];

export interface ReleaseTargetInputs {
  readonly application: Application;
  readonly cluster: { readonly clusterName: string };
  readonly loadBalancer: LoadBalancer;
  readonly network: NetworkAttributes;
  readonly url: string;
  /** The critical alarms, by the last part of their names. */
  readonly alarms: readonly string[];
}

/** Makes the output `release_target`. */
export function addReleaseTarget(
  stack: TerraformStack,
  settings: Settings,
  { names, releaseLog }: AwsContext,
  { application: { api, components, queues }, cluster, loadBalancer, network, url, alarms }: ReleaseTargetInputs,
): void {
  const { application, service } = settings;
  const routed = ([, made]: [string, ContainerService]) => made.routing !== undefined;
  const services = Object.fromEntries(
    [["api", api] as [string, ContainerService], ...Object.entries(components)].filter(routed),
  );
  const workers = Object.fromEntries(Object.entries(components).filter((entry) => !routed(entry)));
  const imageOf = (name: string) => `${prefixOf(application.components[name]?.image ? name : undefined)}image`;
  const named = (part: string) => names.of("alarm", part);
  const keyOf = (name: string, color: Color) => (name === "api" ? color : color === "blue" ? name : `${name}-green`);
  const alarmsOf = (key: string) => alarms.filter((part) => part === `cpu-${key}` || part === `memory-${key}`);
  const ofSides = new Set(
    Object.keys(services).flatMap((name) => colors.flatMap((color) => alarmsOf(keyOf(name, color)))),
  );
  const value: ReleaseTarget = {
    platform: "ecs",
    region: names.region,
    cluster: cluster.clusterName,
    load_balancer: loadBalancer.arnSuffix,
    url,
    probe_header: probeHeader,
    services: mapValues(services, (made, name) => {
      const component = application.components[name];
      const { replicas } = component ?? application;
      return {
        ...sides(made, (color) => alarmsOf(keyOf(name, color)).map(named)),
        values: service.blue_green
          ? valuesOf(component?.image ? name : undefined, component && name)
          : { image: imageOf(name) },
        listener_rules: made.routing?.ruleArns ?? [],
        hosts: component?.route?.host ? [component.route.host] : [],
        paths: component?.route?.paths ?? [],
        ready_path: (component?.route ?? application).health.ready.path,
        log_group: made.logGroupName,
        replicas: { minimum: replicas.min, maximum: replicas.max },
        scheduled: !component && Object.keys(service.scheduled_scaling).length > 0,
      };
    }),
    components: mapValues(workers, (made, name) => ({
      service: made.serviceNames[0] as string,
      log_group: made.logGroupName,
      image: imageOf(name),
      queue: queues[name]?.queueName,
      dead_letter_queue: queues[name]?.deadLetterQueueName,
    })),
    tasks: mapValues(startedTasks(service.tasks), (_, name) => ({
      definition: api.taskArns[name] as string,
      next_definition: api.taskArns[`${name}-next`],
      subnets: network.privateSubnetIds,
      security_groups: [api.securityGroupId],
      log_group: api.logGroupName,
    })),
    alarms: alarms.filter((part) => !ofSides.has(part)).map(named),
    ...(releaseLog && { log_bucket: releaseLog }),
  };
  new TerraformOutput(stack, "release_target", {
    description: "Where `npm run release` reads and sets what a release is made of",
    value,
  });
}

/** The names of the late-bound values: those of what is released together, and the two minima of the service. */
function valuesOf(unit: string | undefined, component: string | undefined): ServiceTarget["values"] {
  const named = <const T extends string>(prefix: string, values: readonly T[]) =>
    Object.fromEntries(values.map((value) => [value, `${prefix}${value}`])) as Record<T, string>;
  return {
    ...named(prefixOf(unit), ["image", "next_image", "next_percent", "live", "probe"]),
    ...named(prefixOf(component), ["live_minimum", "next_minimum"]),
  };
}

function sides(
  { serviceNames, routing }: ContainerService,
  alarmsOf: (color: Color) => readonly string[],
): Pick<ServiceTarget, "blue" | "green"> {
  const side = (color: Color): SideTarget | undefined => {
    const targetGroup = routing?.[color]?.targetGroup;
    if (!targetGroup) return undefined;
    return {
      service: serviceNames[colors.indexOf(color)] as string,
      target_group: targetGroup.arn,
      target_group_suffix: targetGroup.arnSuffix,
      alarms: [...targetGroup.alarmNames, ...alarmsOf(color)],
    };
  };
  return { blue: side("blue") as SideTarget, green: side("green") };
}

function startedTasks<T extends { readonly schedule?: string }>(tasks: Readonly<Record<string, T>>) {
  return Object.fromEntries(Object.entries(tasks).filter(([, { schedule }]) => !schedule));
}
