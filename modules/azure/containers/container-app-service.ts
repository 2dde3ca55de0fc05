import { ContainerApp } from "@cdktf/provider-azurerm/lib/container-app";
import { Op, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { ScalingTargets } from "../../container";
import { grantRoles } from "../access/role-grants";
import { placed } from "../placement";
import type { ContainerAppEnvironment } from "./container-app-environment";
import { appCollector, appContainer, appProbes, scaleRules, vaultSecrets } from "./container-app-template";
import { ContainerTask } from "./container-task";
import { serviceEnvironment } from "./service-connections";
import { type ServiceBackend, type ServiceProps, serviceRoles } from "./service-props";
import { secretRoles, secretUris } from "./service-secrets";
import { tracingEnvironment } from "./trace-collector";

/** What runs to its end in the place of a service: with its rights, and its variables. */
export interface TaskOfService {
  readonly command: readonly string[];
  /** Five fields of cron, in UTC. @default - started by somebody or a pipeline (`az containerapp job start`) */
  readonly schedule?: string;
}

export interface ContainerAppServiceProps extends ServiceProps {
  readonly environment: ContainerAppEnvironment;
  readonly targets: ScalingTargets;
  /**
   * The revision before this one keeps a share of the requests: `suffix` is what follows `--` in its name. Both may be tokens;
   * at 0 all requests go to the latest. Old revisions then stay active until somebody deactivates them.
   * @default - one revision, which replaces the one before once it is ready
   */
  readonly previousRevision?: { readonly suffix: string; readonly percent: number };
  /** Pull credentials of a registry outside Azure (GHCR); `secret` is a secret's name in `vault`. @default - none */
  readonly registryCredentials?: { readonly server: string; readonly username: string; readonly secret: string };
  /** Tasks beside the service by name, such as database migrations. @default - none */
  readonly tasks?: Readonly<Record<string, TaskOfService>>;
}

/**
 * A container on Container Apps: private, autoscaled between `replicas`, rolled by revision. The platform reads its secrets
 * with the identity and fills the variables. Its user and file system are the image's.
 */
export class ContainerAppService extends Construct {
  readonly appId: string;
  readonly appName: string;
  /** For a load balancer; undefined without health probes: a worker that no client reaches. */
  readonly backend?: ServiceBackend;
  /** The jobs of `tasks`, by name. */
  readonly taskIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ContainerAppServiceProps) {
    super(scope, id);
    const { names, name, container, identity, replicas, tracing, previousRevision } = props;
    const uris = secretUris(container.secrets ?? {}, props.vault);
    const pull = pullCredentials(props);
    const roles = grantRoles(this, identity.principalId, { ...serviceRoles(props), ...pull.roles });
    const environment = serviceEnvironment(container, props, identity);
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
    const traced = tracing && tracingEnvironment(tracing, names, name);
    const app = new ContainerApp(this, "app", {
      ...common,
      resourceGroupName,
      tags,
      name: names.of("azure_resource", name),
      revisionMode: previousRevision ? "Multiple" : "Single",
      ingress: container.health && {
        // To the network, which is all that an internal environment is open to.
        externalEnabled: true,
        allowInsecureConnections: false,
        targetPort: container.port,
        transport: "http",
        trafficWeight: previousRevision ? [] : [{ latestRevision: true, percentage: 100 }],
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
    if (previousRevision) divideTraffic(app, previousRevision);

    this.taskIds = Object.fromEntries(
      Object.entries(props.tasks ?? {}).map(([task, { command, schedule }]) => {
        const job = new ContainerTask(this, `task-${task}`, {
          ...common,
          ...placed(props),
          name: names.of("azure_resource", `${name}-${task}`),
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

/** How images are pulled: with the identity, and with a password that the platform reads from the vault. */
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

/** Terraform decides whether there is a share: Azure refuses a share of 0 for a revision that is gone. */
function divideTraffic(app: ContainerApp, { suffix, percent }: { readonly suffix: string; readonly percent: number }) {
  const weights = new TerraformLocal(app, "weights", [
    { suffix: "", share: Op.sub(100, percent) },
    { suffix, share: percent },
  ]);
  app.addOverride("ingress.dynamic.traffic_weight", {
    for_each: `\${[for weight in local.${weights.friendlyUniqueId} : weight if weight.share > 0]}`,
    content: {
      latest_revision: '${traffic_weight.value.suffix == ""}',
      revision_suffix: '${traffic_weight.value.suffix == "" ? null : traffic_weight.value.suffix}',
      percentage: "${traffic_weight.value.share}",
    },
  });
}
