import type { ContainerGroupContainer } from "@cdktf/provider-azurerm/lib/container-group";
import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { ContainerProps, HealthProbes, Probe } from "../../container";
import { grantRoles } from "../access/role-grants";
import { allowTraffic } from "../network/network-rules";
import { ContainerGroupSet } from "./container-group-set";
import { serviceEnvironment } from "./service-connections";
import { type ServiceBackend, type ServiceProps, serviceRoles } from "./service-props";
import { secretUris } from "./service-secrets";
import { collectorContainer, tracingEnvironment } from "./trace-collector";

export interface ContainerServiceProps extends ServiceProps {
  /** Zones that the replicas are spread over; none in a region without them. @default ["1", "2", "3"] */
  readonly zones?: readonly string[];
  /**
   * Lets the load balancer's subnet reach the port; needs the container's health probes. `priority`: of the rule among those of
   * the containers' subnet, 200 to 4095, each once. @default - none: a worker that no client reaches
   */
  readonly route?: { readonly priority: number };
  /**
   * A second set of groups, green, with an image of its own. All requests go to green at 100, to blue at 0: an Application
   * Gateway divides nothing within a pool. Both keep running. @default - one set
   */
  readonly blueGreen?: { readonly greenImage: string; readonly greenPercent: number };
}

/**
 * A container on Container Instances: `replicas.min` private container groups over the zones, since these do not scale by
 * themselves. A secret reaches the application as its address (`secrets: { API_KEY }` gives API_KEY_URI), which it reads with
 * its identity: a value would stand in the state. The container's file system is writable and its user is the image's, for
 * Container Instances know neither setting.
 */
export class ContainerService extends Construct {
  /** The application's container within a group. */
  readonly containerName = "application";
  /** Container groups by set and number, e.g. `blue-1`. */
  readonly groupIds: Readonly<Record<string, string>>;
  /** Of the set that gets the requests; a token with blue/green. */
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
      ...serviceEnvironment(container, props, identity),
      ...Object.fromEntries(Object.entries(uris).map(([variable, uri]) => [`${variable}_URI`, uri])),
    };
    const makeSet = (color: string, image: string) => {
      const traced = tracing && tracingEnvironment(tracing, props.names, `${name}-${color}`);
      return new ContainerGroupSet(this, color, {
        ...props,
        part: `${name}-${color}`,
        count: props.replicas.min,
        zones: props.zones ?? ["1", "2", "3"],
        subnetId: subnet.subnetId,
        containers: [
          groupContainer({ ...container, image, name: this.containerName, environment: { ...traced, ...environment } }),
          ...(tracing ? [groupContainer(collectorContainer(tracing, identity))] : []),
        ],
        dependsOn: roles,
      });
    };
    // Without blue/green the one set is the blue one: its addresses and names stay when green joins it.
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

/** Container Instances know no startup probe: for so long nothing restarts a container. */
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

/** Terraform decides: the share is known only when it plans. */
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
