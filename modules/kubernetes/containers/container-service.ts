import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Construct } from "constructs";
import type { Replicas, ScalingTargets } from "../../container";
import type { Names } from "../../names";
import { applicationName, labels, selector } from "../labels";
import { VolumeClaim, type VolumeProps } from "../stores/volume-claim";
import { defaultMetricsPort } from "./application-container";
import { Autoscaler } from "./autoscaler";
import { configurationPath, Deployment, type PodProps } from "./deployment";
import { type WorkloadConnections, workloadVariables } from "./workload-connections";

export interface ContainerServiceProps extends PodProps, WorkloadConnections {
  readonly names: Names;
  /** The service within the system, e.g. `api`. */
  readonly name: string;
  /** Name of the namespace. */
  readonly namespace: string;
  /** Document 003: 10 to 100. */
  readonly replicas: Replicas;
  readonly targets: ScalingTargets;
  /** A volume that all replicas share. @default - none */
  readonly volume?: VolumeProps;
  /** Gives the pods a cloud identity, e.g. `eks.amazonaws.com/role-arn`. @default - none */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  /** Flagger releases new builds and makes the Services itself; then there is none here. @default false */
  readonly progressive?: boolean;
}

/**
 * A container on Kubernetes: restricted, spread, autoscaled, and safe to drain. Without health probes in `container` no
 * client reaches it, and it has no Service.
 */
export class ContainerService extends Construct {
  /** `<system>-<name>`: of the Deployment, the Service and whatever selects them. */
  readonly app: string;
  /** Ports of the Service, and of the pods. */
  readonly httpPort: number;
  readonly metricsPort: number;
  /** Labels that find the pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly serviceAccountName: string;
  readonly autoscalerName: string;
  /** For what must come after it, such as Flagger's Canary. */
  readonly deployment: DeploymentV1;

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const { names, name, namespace, container, progressive = false } = props;
    const app = applicationName(names, name);
    const found = selector(names, app);
    const metadata = (name: string) => ({ name, namespace, labels: labels(names, app) });
    if (progressive && !container.health) {
      throw new Error(`service "${name}": expected container.health with progressive delivery, found none`);
    }

    const { environment, secrets } = workloadVariables(container, props);
    const data = { ...(props.runtimeConfiguration && { CONFIGURATION_PATH: configurationPath }), ...environment };
    const configMap = new ConfigMapV1(this, "configuration", { metadata: metadata(`${app}-config`), data });
    const serviceAccount = new ServiceAccountV1(this, "account", {
      metadata: { ...metadata(app), annotations: props.serviceAccountAnnotations },
      automountServiceAccountToken: false,
    });
    const claim =
      props.volume &&
      new VolumeClaim(this, "volume", { ...props.volume, names, app, namespace, replicas: props.replicas });
    const { deployment } = new Deployment(this, "pods", {
      ...props,
      app,
      containerName: name,
      serviceAccountName: app,
      configMapName: `${app}-config`,
      // By reference, so that Terraform hashes what it alone knows.
      configuration: {
        variables: configMap.data,
        secrets: [...Object.values(secrets), ...(props.environmentSecrets ?? [])],
      },
      secrets,
      claim,
      dependsOn: [configMap, serviceAccount, ...(props.dependsOn ?? [])],
    });
    const autoscaler = new Autoscaler(this, "scaling", { ...props, app, dependsOn: [deployment] });

    // Flagger's pods go by a name of their own, and keep only this label of the selector.
    const flaggers = { key: "app.kubernetes.io/name", operator: "In", values: [app, `${app}-primary`] };
    new PodDisruptionBudgetV1(this, "disruption", {
      metadata: metadata(app),
      // Rounded up: a drain goes on even where one replica runs.
      spec: {
        maxUnavailable: "25%",
        selector: progressive ? { matchExpressions: [flaggers] } : { matchLabels: found },
      },
    });
    const { port } = container;
    const { metricsPort = defaultMetricsPort } = props;
    if (container.health && !progressive) {
      new ServiceV1(this, "service", {
        metadata: metadata(app),
        spec: {
          type: "ClusterIP",
          selector: found,
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
    this.selector = found;
    this.serviceAccountName = app;
    this.autoscalerName = autoscaler.name;
    this.deployment = deployment;
  }
}
