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
  /** Namespace of the application; the Argo CD project allows no other. */
  readonly namespace: string;
  /** The release of Argo CD, and what the pods need to start. @default - the cluster has them already, Argo CD in `argocd` */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * Kinds that the application's chart may contain. Secrets, roles, accounts, budgets, autoscalers and cluster-wide kinds are missing:
 * a commit grants no rights, and what the stack owns has one owner.
 */
const kinds = [
  { group: "", kind: "ConfigMap" },
  { group: "", kind: "PersistentVolumeClaim" },
  { group: "", kind: "Service" },
  { group: "apps", kind: "Deployment" },
  { group: "batch", kind: "Job" },
  { group: "gateway.networking.k8s.io", kind: "HTTPRoute" },
  { group: "networking.k8s.io", kind: "Ingress" },
];

/**
 * An Argo CD application that keeps one environment in the state of its Git repository, in a project that allows nothing
 * else. The values files of the repository decide image and replicas: nothing here overrides them. With a `ProgressiveDelivery`, Flagger makes Service and HTTPRoute, so the repository must not contain them.
 */
export class GitOps extends Construct {
  /** Name of the Argo CD Application and of its project: `<name>-<environment>`. One Argo CD may serve several environments. */
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
        project: this.applicationName,
        application: this.applicationName,
        repository: props.repository,
        revision: props.revision,
        path: props.path ?? `environments/${names.environment}`,
        valueFiles: [`values-${names.environment}.yaml`],
        namespace: props.namespace,
        kinds,
        labels: labels(names, names.name),
      },
      dependsOn: props.dependsOn,
    });
  }
}
