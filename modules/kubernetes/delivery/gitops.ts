import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";

export interface GitOpsProps {
  readonly names: Names;
  /** Git repository with the application's chart (document 003: …/ai-prism-gitops). */
  readonly repository: string;
  /** Folder of the chart, with `values-<environment>.yaml` in it. @default "environments/<environment>" (document 003) */
  readonly path?: string;
  /** Branch, tag or commit. @default "main" */
  readonly revision?: string;
  /** Tag of the image; usually a token, so that a pipeline can deploy a build without a commit. */
  readonly imageTag: string;
  /** What a new Deployment starts with; afterwards its autoscaler decides. */
  readonly replicas: number;
  /** Where the application runs; the project admits no other. */
  readonly namespace: string;
  /** Where Argo CD runs. @default "argocd" */
  readonly argoNamespace?: string;
  /** The release that brings Argo CD. @default - it is there */
  readonly dependsOn?: ITerraformDependable[];
}

/** What an application's chart may hold: no Secret, no Role and nothing cluster-wide, so a commit gives nobody rights. */
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
 * An Argo CD application that keeps one environment as its Git repository says, in a project that admits nothing else. Beside
 * a `ProgressiveDelivery` the repository holds neither Service nor HTTPRoute: those are Flagger's.
 */
export class GitOps extends Construct {
  /** Name of the Argo CD Application. */
  readonly applicationName: string;

  constructor(scope: Construct, id: string, props: GitOpsProps) {
    super(scope, id);
    const { names } = props;
    this.applicationName = names.prefix;

    new LocalChart(this, "application", {
      chart: "gitops",
      release: `${names.prefix}-gitops`,
      namespace: props.argoNamespace ?? "argocd",
      values: {
        project: names.system,
        application: names.prefix,
        repository: props.repository,
        revision: props.revision ?? "main",
        path: props.path ?? `environments/${names.environment}`,
        valueFiles: [`values-${names.environment}.yaml`],
        parameters: { "image.tag": props.imageTag, replicaCount: String(props.replicas) },
        namespace: props.namespace,
        kinds,
        labels: labels(names, names.system),
      },
      dependsOn: props.dependsOn,
    });
  }
}
