import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";

export interface GitOpsProps {
  readonly names: Names;
  /** URL of the Git repository with the application's chart (document 003: …/ai-prism-gitops). */
  readonly repository: string;
  /** Folder of the chart; it contains `values-<environment>.yaml`. @default "environments/<environment>" (document 003) */
  readonly path?: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Tag of the image; usually a token, so that a pipeline can deploy a build without a commit. */
  readonly imageTag: string;
  /** Replicas of a new Deployment. Afterwards its autoscaler decides. */
  readonly replicas: number;
  /** Namespace of the application; the Argo CD project allows no other. */
  readonly namespace: string;
  /** The release of Argo CD. @default - the cluster has it already, in the namespace `argocd` */
  readonly dependsOn?: ITerraformDependable[];
}

/** Kinds that the application's chart may contain. Secrets, roles and cluster-wide kinds are missing: a commit grants no rights. */
const kinds = [
  { group: "", kind: "ConfigMap" },
  { group: "", kind: "PersistentVolumeClaim" },
  { group: "", kind: "Service" },
  { group: "", kind: "ServiceAccount" },
  { group: "apps", kind: "Deployment" },
  { group: "autoscaling", kind: "HorizontalPodAutoscaler" },
  { group: "batch", kind: "Job" },
  { group: "gateway.networking.k8s.io", kind: "HTTPRoute" },
  { group: "networking.k8s.io", kind: "Ingress" },
  { group: "policy", kind: "PodDisruptionBudget" },
];

/**
 * An Argo CD application that keeps one environment in the state of its Git repository, in a project that allows nothing
 * else. With a `ProgressiveDelivery`, Flagger makes Service and HTTPRoute, so the repository must not contain them.
 */
export class GitOps extends Construct {
  /** Name of the Argo CD Application. */
  readonly applicationName: string;

  constructor(scope: Construct, id: string, props: GitOpsProps) {
    super(scope, id);
    const { names } = props;
    this.applicationName = names.of("kubernetes_label");

    new LocalChart(this, "application", {
      chart: "gitops",
      release: names.of("helm_release", "gitops"),
      namespace: "argocd",
      values: {
        project: names.name,
        application: this.applicationName,
        repository: props.repository,
        revision: props.revision,
        path: props.path ?? `environments/${names.environment}`,
        valueFiles: [`values-${names.environment}.yaml`],
        parameters: { "image.tag": props.imageTag, replicaCount: String(props.replicas) },
        namespace: props.namespace,
        kinds,
        labels: labels(names, names.name),
      },
      dependsOn: props.dependsOn,
    });
  }
}
