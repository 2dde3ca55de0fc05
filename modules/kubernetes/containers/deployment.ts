import { DeploymentV1, type DeploymentV1SpecTemplateSpecVolume } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Replicas } from "../../container";
import type { Names } from "../../names";
import { labels, selector } from "../labels";
import { mebibytes } from "../quantities";
import { type ApplicationContainerProps, applicationContainer, drainSeconds } from "./application-container";
import { type PlacementProps, placement } from "./pod-placement";
import { databaseSecretPath } from "./service-connections";

/** How pods are made. */
export interface PodProps extends ApplicationContainerProps, PlacementProps {
  /** Secret of the namespace with the credentials of a private registry. @default - none: a public image, or the node's role */
  readonly imagePullSecret?: string;
  /**
   * ConfigMap of the namespace that pods read at run time, as files in /app/config (CONFIGURATION_PATH). A change reaches
   * them within about a minute, without a restart. @default - none
   */
  readonly runtimeConfiguration?: string;
  /** Seconds from SIGTERM until a container that still runs is killed; the drain comes before it. */
  readonly graceSeconds: number;
  /** What must exist before the first pod can start, such as the release that fills its Secrets. @default - none */
  readonly dependsOn?: ITerraformDependable[];
}

export interface DeploymentProps extends PodProps {
  readonly names: Names;
  /** Name of the Deployment. */
  readonly app: string;
  /** Name of the container. */
  readonly containerName: string;
  readonly namespace: string;
  readonly replicas: Replicas;
  readonly serviceAccountName: string;
  readonly configMapName: string;
  /** What pods read only when they start. A change replaces the pods. */
  readonly configuration: unknown;
  /** NAME → `<secret>/<entry>`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The Secret whose entries are files in {@link databaseSecretPath}. @default - none */
  readonly databaseSecret?: string;
  /** @default - none */
  readonly claim?: { readonly name: string; readonly path: string };
}

export const configurationPath = "/app/config";

/** User and group of the application, and of the files on its volume (document 003). */
const user = "10001";

/** Pods of one application: restricted, spread over nodes and zones, and replaced a quarter at a time (document 003). */
export class Deployment extends Construct {
  readonly deployment: DeploymentV1;

  constructor(scope: Construct, id: string, props: DeploymentProps) {
    super(scope, id);
    const { names, app, namespace, claim } = props;
    const podSelector = selector(names, app);
    const podLabels = labels(names, app, { "app.kubernetes.io/component": props.containerName });

    const emptyDir = (name: string, mib: number): DeploymentV1SpecTemplateSpecVolume => ({
      name,
      emptyDir: { sizeLimit: mebibytes(mib) },
    });
    this.deployment = new DeploymentV1(this, "deployment", {
      metadata: { name: app, namespace, labels: podLabels },
      spec: {
        replicas: String(props.replicas.min),
        // A replica may take 310 s to start. With the 60 s of document 003 every rollout would count as failed.
        progressDeadlineSeconds: 600,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } },
        selector: { matchLabels: podSelector },
        template: {
          metadata: {
            labels: podLabels,
            annotations: {
              "prometheus.io/scrape": "true",
              "prometheus.io/port": String(props.metricsPort),
              "prometheus.io/path": "/metrics",
              "checksum/configuration": Fn.sha1(Fn.jsonencode(props.configuration)),
            },
          },
          spec: {
            serviceAccountName: props.serviceAccountName,
            automountServiceAccountToken: false,
            // Otherwise Kubernetes adds variables for every Service of the namespace.
            enableServiceLinks: false,
            terminationGracePeriodSeconds: drainSeconds + props.graceSeconds,
            imagePullSecrets: props.imagePullSecret ? [{ name: props.imagePullSecret }] : undefined,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: user,
              runAsGroup: user,
              fsGroup: user,
              seccompProfile: { type: "RuntimeDefault" },
            },
            ...placement(props, podSelector),
            container: [
              applicationContainer(props.containerName, props, {
                configMapName: props.configMapName,
                secrets: props.secrets,
                mounts: {
                  tmp: "/tmp",
                  cache: props.cachePath,
                  ...(props.runtimeConfiguration && { configuration: configurationPath }),
                  ...(props.databaseSecret && { database: databaseSecretPath }),
                  ...(claim && { data: claim.path }),
                },
              }),
            ],
            volume: [
              emptyDir("tmp", 256),
              // Document 003.
              emptyDir("cache", 1024),
              ...(props.runtimeConfiguration
                ? [{ name: "configuration", configMap: { name: props.runtimeConfiguration } }]
                : []),
              ...(props.databaseSecret ? [{ name: "database", secret: { secretName: props.databaseSecret } }] : []),
              ...(claim ? [{ name: "data", persistentVolumeClaim: { claimName: claim.name } }] : []),
            ],
          },
        },
      },
      waitForRollout: true,
      // Longer than the deadline above, so that Kubernetes reports what failed. A hundred replicas are replaced in several rounds.
      timeouts: { create: "30m", update: "30m" },
      dependsOn: props.dependsOn,
      // The autoscaler sets the replicas from the first minute, `kubectl rollout restart` the annotation: a deploy would take the restart
      // back, and so restart every pod again.
      lifecycle: {
        ignoreChanges: [
          "spec[0].replicas",
          'spec[0].template[0].metadata[0].annotations["kubectl.kubernetes.io/restartedAt"]',
        ],
      },
    });
  }
}
