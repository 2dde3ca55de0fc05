import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { HealthProbes } from "../../container";
import { logGroupName, type Names } from "../../names";
import { tracingVariables } from "../../tracing";
import type { NetworkAttributes } from "../network/network";
import { connectionPermissions } from "./connection-permissions";
import { containerVariables } from "./connection-variables";
import type { ContainerCluster } from "./container-cluster";
import { FargateService, type RolloutProps } from "./fargate-service";
import type { ScalingProps } from "./service-autoscaling";
import type { ServiceConnections } from "./service-connections";
import { type PathRoute, type ServiceRoute, ServiceRouting } from "./service-routing";
import { ServiceSecurity } from "./service-security";
import { addServiceTasks, type TaskOfService } from "./service-tasks";
import { type BlueGreenProps, sidesOf } from "./sides";
import type { TaskProps } from "./task-definition";
import { TaskRoles } from "./task-roles";
import { type TracingProps, tracingStatements } from "./trace-collector";

export interface ContainerServiceProps extends TaskProps, ScalingProps, RolloutProps, ServiceConnections {
  readonly names: Names;
  /** The service within the system, e.g. `api`. */
  readonly name: string;
  readonly cluster: ContainerCluster;
  readonly network: NetworkAttributes;
  /** Encrypts the log (its policy must admit CloudWatch Logs) and the secrets that are referenced. */
  readonly keyArn: string;
  /** Days that logs are kept, one of the values CloudWatch Logs knows. */
  readonly logDays: number;
  /** Needs the container's health probes. @default - none: a worker that no client reaches */
  readonly route?: ServiceRoute | PathRoute;
  /** ECR repositories that images may be pulled from. */
  readonly repositoryArns: readonly string[];
  /** @default - no traces */
  readonly tracing?: TracingProps;
  /**
   * A second service, green: the two take turns in being live. The one that is not runs another image at no or some of the requests, or
   * has no replica. Adding or removing it does not change the first service. @default - one service
   */
  readonly blueGreen?: BlueGreenProps;
  /**
   * Tasks with the service's image by name, such as database migrations. With blue/green, a task without a schedule also
   * exists as `<name>-next` with the image of the side that is not live. @default - none
   */
  readonly tasks?: Readonly<Record<string, TaskOfService>>;
}

/** A container on ECS Fargate: private, autoscaled, logged, rolled back when it fails, with rights to just what it uses. */
export class ContainerService extends Construct {
  readonly clusterName: string;
  /** One, or blue and green. */
  readonly serviceNames: string[];
  /** What the services run, in their order. */
  readonly taskDefinitionArns: string[];
  /** By ARN, in the order of the services. */
  readonly scalableTargetArns: string[];
  /** How requests reach the service; undefined without a route. */
  readonly routing?: ServiceRouting;
  readonly securityGroupId: string;
  readonly taskRoleArn: string;
  readonly executionRoleArn: string;
  readonly logGroupName: string;
  /** The task definitions of `tasks`, by name. */
  readonly taskArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const { names, name, cluster, network, container, route, tracing, blueGreen } = props;

    const logGroup = new CloudwatchLogGroup(this, "log", {
      name: logGroupName("/ecs", names.of("ecs", name)),
      kmsKeyId: props.keyArn,
      retentionInDays: props.logDays,
    });
    const { environment, secrets } = containerVariables(container, props);
    const roles = new TaskRoles(this, "roles", {
      names,
      name,
      cluster,
      logGroupArn: logGroup.arn,
      keyArn: props.keyArn,
      secretReferences: [
        ...Object.values(secrets),
        ...(props.registryCredentialsArn ? [props.registryCredentialsArn] : []),
      ],
      repositoryArns: props.repositoryArns,
      statements: [...connectionPermissions(names, props.keyArn, props), ...(tracing ? tracingStatements : [])],
    });
    const { securityGroupId } = new ServiceSecurity(this, "security", {
      names,
      name,
      vpcId: network.vpcId,
      port: container.port,
      from: route?.loadBalancer.securityGroupId,
      connections: props,
    });
    const routing =
      route &&
      new ServiceRouting(this, "routing", {
        names,
        vpcId: network.vpcId,
        route,
        health: routedHealth(props),
        parts: { blue: name, green: `${name}-green` },
        blueGreen,
      });

    const log = { group: logGroup.name, region: names.region };
    const common = { ...props, roles, securityGroupId, secrets, log };
    const running = sidesOf(container.image, props.replicas, blueGreen).map((side) => {
      const { color, image } = side;
      const part = color === "blue" ? name : `${name}-green`;
      const traced = tracing && tracingVariables(tracing, names, names.of("ecs", part));
      return new FargateService(this, color, {
        ...common,
        part,
        side,
        ingress: routing?.[color],
        container: { ...container, image },
        environment: { ...traced, ...environment },
      });
    });

    this.taskArns = addServiceTasks(new Construct(this, "tasks"), {
      ...common,
      name,
      environment,
      tasks: props.tasks ?? {},
      nextImage: blueGreen?.nextImage,
    });

    this.clusterName = cluster.clusterName;
    this.serviceNames = running.map(({ serviceName }) => serviceName);
    this.taskDefinitionArns = running.map(({ taskDefinitionArn }) => taskDefinitionArn);
    this.scalableTargetArns = running.map(({ scalableTargetArn }) => scalableTargetArn);
    this.routing = routing;
    this.securityGroupId = securityGroupId;
    this.taskRoleArn = roles.taskRoleArn;
    this.executionRoleArn = roles.executionRoleArn;
    this.logGroupName = logGroup.name;
  }
}

function routedHealth({ name, container }: ContainerServiceProps): HealthProbes {
  if (!container.health) throw new Error(`service "${name}": expected container.health with a route, found none`);
  return container.health;
}
