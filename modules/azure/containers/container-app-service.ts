import { ContainerApp } from "@cdktf/provider-azurerm/lib/container-app";
import { Construct } from "constructs";
import type { ScalingTargets } from "../../container";
import { grantRoles } from "../access/role-grants";
import { placed } from "../placement";
import type { ContainerAppEnvironment } from "./container-app-environment";
import { appCollector, appContainer, appProbes, scaleRules, vaultSecrets } from "./container-app-template";
import { ContainerTask } from "./container-task";
import { containerVariables } from "./container-variables";
import { type ServiceBackend, type ServiceProps, serviceRoles } from "./service-props";
import { secretRoles, secretUris } from "./service-secrets";
import { serviceTracing } from "./trace-collector";

/** A job with the image, the rights and the variables of a service. */
export interface TaskOfService {
  readonly command: readonly string[];
  /** Cron expression with five fields, in UTC. @default - started by hand or by a pipeline (`az containerapp job start`) */
  readonly schedule?: string;
}

export interface ContainerAppServiceProps extends ServiceProps {
  readonly environment: ContainerAppEnvironment;
  /** Custom targets are refused: reading their metrics would need a secret. */
  readonly targets: ScalingTargets;
  /** Pull credentials of a registry outside Azure (GHCR); `secret` is the name of a secret in `vault`. @default - none */
  readonly registryCredentials?: { readonly server: string; readonly username: string; readonly secret: string };
  /** Jobs of the service by name, such as database migrations. @default - none */
  readonly tasks?: Readonly<Record<string, TaskOfService>>;
}

/**
 * A private container on Container Apps, autoscaled between the limits of `replicas`. A new revision replaces the old one once it is
 * ready. The platform reads secrets with the service's identity and fills the variables. User and file system are the image's.
 */
export class ContainerAppService extends Construct {
  readonly appId: string;
  readonly appName: string;
  /** For a load balancer; undefined for a worker, which has no health probes and no clients. */
  readonly backend?: ServiceBackend;
  /** Ids of the jobs of `tasks`, by name. */
  readonly taskIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ContainerAppServiceProps) {
    super(scope, id);
    const { names, name, container, identity, replicas, tracing } = props;
    const uris = secretUris(container.secrets ?? {}, props.vault);
    const pull = pullCredentials(props);
    const roles = grantRoles(this, identity.principalId, { ...serviceRoles(props), ...pull.roles });
    const environment = containerVariables(container, props, identity);
    const common = {
      containerAppEnvironmentId: props.environment.environmentId,
      workloadProfileName: "Consumption",
      identity: { type: "UserAssigned", identityIds: [identity.identityId] },
      secret: vaultSecrets({ ...uris, ...pull.uris }, identity),
      registry: pull.registries,
      dependsOn: roles,
    };
    const application = { ...container, name: "application", secrets: Object.keys(uris) };

    const { resourceGroupName, tags } = placed(props);
    const traced = tracing && serviceTracing(tracing, names, name);
    const app = new ContainerApp(this, "app", {
      ...common,
      resourceGroupName,
      tags,
      name: names.of("azure_app", name),
      revisionMode: "Single",
      ingress: container.health && {
        // External to the environment, which only the network reaches.
        externalEnabled: true,
        allowInsecureConnections: false,
        targetPort: container.port,
        transport: "http",
        trafficWeight: [{ latestRevision: true, percentage: 100 }],
      },
      template: {
        minReplicas: replicas.min,
        maxReplicas: replicas.max,
        ...scaleRules(name, props.targets),
        container: [
          {
            ...appContainer({ ...application, environment: { ...traced, ...environment } }),
            ...appProbes(container),
          },
          ...(tracing ? [appCollector(tracing, identity)] : []),
        ],
      },
    });

    this.taskIds = Object.fromEntries(
      Object.entries(props.tasks ?? {}).map(([task, { command, schedule }]) => {
        const job = new ContainerTask(this, `task-${task}`, {
          ...common,
          ...placed(props),
          name: names.of("azure_app", `${name}-${task}`),
          container: appContainer({ ...application, command, environment }),
          schedule,
        });
        return [task, job.taskId];
      }),
    );
    this.appId = app.id;
    this.appName = app.name;
    this.backend = container.health && {
      addresses: [props.environment.staticIpAddress],
      port: 443,
      protocol: "Https",
      hostName: app.ingress.fqdn,
      health: container.health,
    };
  }
}

/** Registries and how to sign in to them: with the identity, or with a password that the platform reads from the vault. */
function pullCredentials({ registry, registryCredentials: other, identity, vault }: ContainerAppServiceProps) {
  const secrets: Record<string, string> = other ? { "registry-password": other.secret } : {};
  return {
    uris: secretUris(secrets, vault),
    roles: secretRoles(secrets, vault),
    registries: [
      ...(registry ? [{ server: registry.loginServer, identity: identity.identityId }] : []),
      ...(other ? [{ server: other.server, username: other.username, passwordSecretName: "registry-password" }] : []),
    ],
  };
}
