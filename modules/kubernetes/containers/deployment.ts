import { DeploymentV1, type DeploymentV1SpecTemplateSpecVolume } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Replicas } from "../../container";
import type { Names } from "../../names";
import { labels, selector } from "../labels";
import { mebibytes } from "../quantities";
import { type ApplicationContainerProps, applicationContainer, defaultMetricsPort } from "./application-container";
import { type PlacementProps, placement } from "./pod-placement";

/** How pods are made. */
export interface PodProps extends ApplicationContainerProps, PlacementProps {
  /** Secret of the namespace with the credentials of a private registry. @default - pulled without, or by the node's role */
  readonly imagePullSecret?: string;
  /**
   * ConfigMap of the namespace that pods read while they run, as files in /app/config (CONFIGURATION_PATH); a change reaches
   * them within about a minute, without a restart. @default - none
   */
  readonly runtimeConfiguration?: string;
  /** Size limit of /tmp, in MiB. @default 256 */
  readonly tmpMib?: number;
  /** Size limit of the cache, in MiB. @default 1024 (document 003) */
  readonly cacheMib?: number;
  /** Time from SIGTERM until a pod that still runs is killed, in seconds; the drain comes before it. */
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
  /** Whatever pods read only when they start; they are rolled when it changes. */
  readonly configuration: unknown;
  /** NAME → `secret/key`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** @default - none */
  readonly claim?: { readonly name: string; readonly path: string };
}

export const configurationPath = "/app/config";

/** User and group of the application, and of the files it shares (document 003). */
const user = "10001";

/** Pods of one application, rolled a quarter at a time, restricted, and spread over nodes and zones (document 003). */
export class Deployment extends Construct {
  readonly deployment: DeploymentV1;

  constructor(scope: Construct, id: string, props: DeploymentProps) {
    super(scope, id);
    const { names, app, namespace, claim, metricsPort = defaultMetricsPort } = props;
    const found = selector(names, app);
    const own = labels(names, app, { "app.kubernetes.io/component": props.containerName });

    const emptyDir = (name: string, mib: number): DeploymentV1SpecTemplateSpecVolume => ({
      name,
      emptyDir: { sizeLimit: mebibytes(mib) },
    });
    this.deployment = new DeploymentV1(this, "deployment", {
      metadata: { name: app, namespace, labels: own },
      spec: {
        replicas: String(props.replicas.min),
        // A replica may take 310 s to start; 003's 60 s would call every rollout failed.
        progressDeadlineSeconds: 600,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } },
        selector: { matchLabels: found },
        template: {
          metadata: {
            labels: own,
            annotations: {
              "prometheus.io/scrape": "true",
              "prometheus.io/port": String(metricsPort),
              "prometheus.io/path": "/metrics",
              "checksum/configuration": Fn.sha1(Fn.jsonencode(props.configuration)),
            },
          },
          spec: {
            serviceAccountName: props.serviceAccountName,
            automountServiceAccountToken: false,
            // Variables of every Service of the namespace would stand beside the application's own.
            enableServiceLinks: false,
            terminationGracePeriodSeconds: (props.drainSeconds ?? 10) + props.graceSeconds,
            imagePullSecrets: props.imagePullSecret ? [{ name: props.imagePullSecret }] : undefined,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: user,
              runAsGroup: user,
              fsGroup: user,
              seccompProfile: { type: "RuntimeDefault" },
            },
            ...placement(props, found),
            container: [
              applicationContainer(props.containerName, props, {
                configMapName: props.configMapName,
                secrets: props.secrets,
                mounts: {
                  tmp: "/tmp",
                  cache: props.cachePath ?? "/app/cache",
                  ...(props.runtimeConfiguration && { configuration: configurationPath }),
                  ...(claim && { data: claim.path }),
                },
              }),
            ],
            volume: [
              emptyDir("tmp", props.tmpMib ?? 256),
              emptyDir("cache", props.cacheMib ?? 1024),
              ...(props.runtimeConfiguration
                ? [{ name: "configuration", configMap: { name: props.runtimeConfiguration } }]
                : []),
              ...(claim ? [{ name: "data", persistentVolumeClaim: { claimName: claim.name } }] : []),
            ],
          },
        },
      },
      waitForRollout: true,
      // Longer than the deadline above, so that Kubernetes tells what failed; a hundred replicas roll in several rounds.
      timeouts: { create: "30m", update: "30m" },
      dependsOn: props.dependsOn,
      // The autoscaler owns it from the first minute.
      lifecycle: { ignoreChanges: ["spec[0].replicas"] },
    });
  }
}
