import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Replicas, ScalingTargets } from "../../container";
import type { Names } from "../../names";
import { applicationName, labels, selector } from "../labels";
import { VolumeClaim, type VolumeProps } from "../stores/volume-claim";
import { Autoscaler } from "./autoscaler";
import { containerVariables } from "./connection-variables";
import { configurationPath, Deployment, type PodProps } from "./deployment";
import type { ServiceConnections } from "./service-connections";

export interface ContainerServiceProps extends PodProps, ServiceConnections {
  readonly names: Names;
  /** Name of the service within the system, e.g. `api`. */
  readonly name: string;
  /** Name of the namespace. */
  readonly namespace: string;
  /** Document 003: 10 to 100. */
  readonly replicas: Replicas;
  readonly targets: ScalingTargets;
  /** A volume that all replicas share. @default - none */
  readonly volume?: VolumeProps;
  /** Annotations that give the pods a cloud identity, e.g. `eks.amazonaws.com/role-arn`. @default - none */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  /** True: Flagger releases new builds and makes the Services, so this construct makes none. @default false */
  readonly progressive?: boolean;
  /**
   * False: Argo CD deploys the pods from a repository, so this construct makes neither Deployment nor Service. What it makes,
   * a commit does not change: account, configuration, volume, autoscaler, disruption budget. @default true
   */
  readonly ownsPods?: boolean;
}

/**
 * A container on Kubernetes: restricted, spread over nodes and zones, autoscaled, and safe to drain. Without health checks
 * in `container` it has no Service, so no client reaches it.
 */
export class ContainerService extends Construct {
  /** `<name of the system>-<name>`: name of the Deployment and the Service, and value of the label that selects the pods. */
  readonly app: string;
  /** Ports of the Service and of the pods. */
  readonly httpPort: number;
  readonly metricsPort: number;
  /** Labels that find the pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly serviceAccountName: string;
  readonly autoscalerName: string;
  /** What the pods need to start, for what deploys them. */
  readonly prerequisites: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const { names, name, namespace, container, metricsPort, progressive = false, ownsPods = true } = props;
    const { port } = container;
    const app = applicationName(names, name);
    const configMapName = names.extended("kubernetes_object", app, "config");
    const podSelector = selector(names, app);
    const metadata = (name: string) => ({ name, namespace, labels: labels(names, app) });
    if (progressive && !container.health) {
      throw new Error(`service "${name}": expected container.health with progressive delivery, found none`);
    }

    const { environment, secrets } = containerVariables({ names, app }, container, props);
    const data = { ...(props.runtimeConfiguration && { CONFIGURATION_PATH: configurationPath }), ...environment };
    const configMap = new ConfigMapV1(this, "configuration", { metadata: metadata(configMapName), data });
    const serviceAccount = new ServiceAccountV1(this, "account", {
      metadata: { ...metadata(app), annotations: props.serviceAccountAnnotations },
      automountServiceAccountToken: false,
    });
    const claim = props.volume && new VolumeClaim(this, "volume", { ...props.volume, names, app, namespace });
    const prerequisites = [configMap, serviceAccount, ...(props.dependsOn ?? [])];
    const pods =
      ownsPods &&
      new Deployment(this, "pods", {
        ...props,
        app,
        containerName: name,
        serviceAccountName: app,
        configMapName,
        // A reference, because Terraform hashes it: some values are known only to Terraform.
        configuration: { variables: configMap.data, secrets: Object.values(secrets) },
        secrets,
        databaseSecret: props.database?.secretName,
        claim,
        dependsOn: prerequisites,
      });
    const autoscaler = new Autoscaler(this, "scaling", { ...props, app, dependsOn: pods ? [pods.deployment] : [] });

    // Flagger's pods have the name <app>-primary, and keep only this label of the selector.
    const ofFlagger = { key: "app.kubernetes.io/name", operator: "In", values: [app, `${app}-primary`] };
    new PodDisruptionBudgetV1(this, "disruption", {
      metadata: metadata(app),
      // Kubernetes rounds up, so a node can be drained even where one replica runs.
      spec: {
        maxUnavailable: "25%",
        selector: progressive ? { matchExpressions: [ofFlagger] } : { matchLabels: podSelector },
      },
    });
    if (container.health && ownsPods && !progressive) {
      new ServiceV1(this, "service", {
        metadata: metadata(app),
        spec: {
          type: "ClusterIP",
          selector: podSelector,
          port: [
            { name: "http", port, targetPort: "http", protocol: "TCP", appProtocol: "http" },
            { name: "metrics", port: metricsPort, targetPort: "metrics", protocol: "TCP" },
          ],
        },
      });
    }

    this.app = app;
    this.httpPort = port;
    this.metricsPort = metricsPort;
    this.selector = podSelector;
    this.serviceAccountName = app;
    this.autoscalerName = autoscaler.name;
    this.prerequisites = prerequisites;
  }
}
