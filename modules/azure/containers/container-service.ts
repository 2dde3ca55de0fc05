import type { ContainerGroupContainer } from "@cdktf/provider-azurerm/lib/container-group";
import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { ContainerProps, HealthProbes, Probe } from "../../container";
import { grantRoles } from "../access/role-grants";
import { allowTraffic } from "../network/network-rules";
import { ContainerGroupSet } from "./container-group-set";
import { containerVariables } from "./container-variables";
import { type ServiceBackend, type ServiceProps, serviceRoles } from "./service-props";
import { secretUris } from "./service-secrets";
import { collectorContainer, serviceTracing } from "./trace-collector";

export interface ContainerServiceProps extends ServiceProps {
  /** Zones that the replicas are spread over; empty in a region without zones. */
  readonly zones: readonly string[];
  /**
   * Allows the load balancer's subnet to reach the port; needs the container's health probes. `priority` of the security rule, 200
   * to 4095, unique in the containers' subnet. @default - none: a worker that no client reaches
   */
  readonly route?: { readonly priority: number };
  /**
   * A second set of groups, green, with an image of its own. All requests go to blue at 0 and to green at 100; an Application
   * Gateway cannot split them within a pool. Both sets keep running. @default - one set
   */
  readonly blueGreen?: { readonly greenImage: string; readonly greenPercent: number };
}

/**
 * A container on Container Instances: `replicas.min` private container groups, spread over the zones; they do not scale. The
 * application gets the address of each secret (`secrets: { API_KEY }` gives API_KEY_URI) and reads it with its identity, because a
 * value would be in the state. The file system is writable and the user is the image's: Container Instances have no setting for them.
 */
export class ContainerService extends Construct {
  /** Name of the application's container in a group. */
  readonly containerName = "application";
  /** Ids of container groups by set and number, such as `blue-1`. */
  readonly groupIds: Readonly<Record<string, string>>;
  /** Addresses of the set that gets the requests; a token with blue/green. */
  readonly privateAddresses: string[];
  /** For a load balancer; undefined without a route. */
  readonly backend?: ServiceBackend;

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const { name, network, container, identity, route, tracing, blueGreen } = props;
    const uris = secretUris(container.secrets ?? {}, props.vault);
    const roles = grantRoles(this, identity.principalId, serviceRoles(props));
    const subnet = network.subnets.containers;
    if (route) {
      allowTraffic(this, `${name}-from-gateway`, subnet.securityGroup, {
        priority: route.priority,
        description: `The load balancer to ${name}`,
        from: [network.subnets.gateway.cidr],
        ports: [String(container.port)],
      });
    }

    const environment = {
      ...containerVariables(container, props, identity),
      ...Object.fromEntries(Object.entries(uris).map(([variable, uri]) => [`${variable}_URI`, uri])),
    };
    const makeSet = (color: string, image: string) => {
      const traced = tracing && serviceTracing(tracing, props.names, `${name}-${color}`);
      return new ContainerGroupSet(this, color, {
        ...props,
        part: `${name}-${color}`,
        count: props.replicas.min,
        zones: props.zones,
        subnetId: subnet.subnetId,
        containers: [
          groupContainer({ ...container, image, name: this.containerName, environment: { ...traced, ...environment } }),
          ...(tracing ? [groupContainer(collectorContainer(tracing, identity))] : []),
        ],
        dependsOn: roles,
      });
    };
    // Without blue/green the only set is blue, so that its names and addresses stay when green is added.
    const blue = makeSet("blue", container.image);
    const green = blueGreen && makeSet("green", blueGreen.greenImage);

    const keyed = (color: string, { groupIds }: ContainerGroupSet) =>
      Object.entries(groupIds).map(([number, groupId]) => [`${color}-${number}`, groupId]);
    this.groupIds = Object.fromEntries([...keyed("blue", blue), ...(green ? keyed("green", green) : [])]);
    this.privateAddresses =
      green && blueGreen
        ? chosen(blueGreen.greenPercent, green.privateAddresses, blue.privateAddresses)
        : blue.privateAddresses;
    this.backend = route && {
      addresses: this.privateAddresses,
      port: container.port,
      protocol: "Http",
      health: routedHealth(props),
    };
  }
}

type GroupContainer = Omit<ContainerProps, "port" | "secrets"> & { readonly name: string; readonly port?: number };

function groupContainer({ name, image, command, cpu, memoryMib, port, environment, health }: GroupContainer) {
  return {
    name,
    image,
    commands: command && [...command],
    cpu,
    memory: memoryMib / 1024,
    ports: port ? [{ port, protocol: "TCP" }] : undefined,
    environmentVariables: { ...environment },
    livenessProbe: port && health ? probe(health.live, port, startSeconds(health)) : undefined,
    readinessProbe: port && health ? probe(health.ready, port, health.ready.initialDelaySeconds ?? 0) : undefined,
  } satisfies ContainerGroupContainer;
}

/** Delay of the liveness probe in seconds. Container Instances have no startup probe, so it covers the allowed start time. */
function startSeconds({ startup }: HealthProbes): number {
  return (startup.initialDelaySeconds ?? 0) + startup.intervalSeconds * startup.failures;
}

function probe({ path, intervalSeconds, timeoutSeconds, failures }: Probe, port: number, initialDelaySeconds: number) {
  return {
    httpGet: [{ path, port, scheme: "http" }],
    initialDelaySeconds,
    periodSeconds: intervalSeconds,
    timeoutSeconds,
    failureThreshold: failures,
    successThreshold: 1,
  };
}

/** The addresses that get the requests, chosen by Terraform: the percentage is known at plan time only. */
function chosen(greenPercent: number, green: string[], blue: string[]): string[] {
  if (!Token.isUnresolved(greenPercent) && greenPercent !== 0 && greenPercent !== 100) {
    throw new Error(`green_percent: expected 0 or 100 on Container Instances, found ${greenPercent}`);
  }
  return Token.asList(Fn.conditional(Op.eq(greenPercent, 100), green, blue));
}

function routedHealth({ name, container }: ContainerServiceProps): HealthProbes {
  if (!container.health) throw new Error(`service "${name}": expected container.health with a route, found none`);
  return container.health;
}
