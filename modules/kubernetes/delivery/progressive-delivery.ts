import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";

export interface ProgressiveDeliveryProps {
  readonly names: Names;
  readonly namespace: string;
  /** Deployment, whose Service and HTTPRoute have its name: Flagger makes or takes over both. */
  readonly deploymentName: string;
  /** HorizontalPodAutoscaler of the Deployment; Flagger makes a second one for the primary. */
  readonly autoscalerName: string;
  /** Port of the Service and of the container (document 003: 8080). */
  readonly port: number;
  /** Gateway that clients come through, and the listener of it that serves the application. */
  readonly gateway: { readonly name: string; readonly namespace: string; readonly listener: string };
  readonly hosts: readonly string[];
  /** Answers 2xx where the new version works; the acceptance test and the load test ask for it. */
  readonly healthPath: string;
  /** Address of the Prometheus that holds the container metrics. */
  readonly prometheusUrl: string;
  /** @default "http://flagger-loadtester.test/" (document 003: in the namespace `test`) */
  readonly loadTesterUrl?: string;
  /** The release that brings Flagger. @default - it is there */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * A Flagger canary: a new version gets 10 to 50 % of the requests, 10 more each minute, and all of them if it passes
 * document 003's checks; after 5 failed ones it gets none. Flagger scales the Deployment itself to 0 between rollouts.
 */
export class ProgressiveDelivery extends Construct {
  constructor(scope: Construct, id: string, props: ProgressiveDeliveryProps) {
    super(scope, id);
    const { names, deploymentName } = props;
    new LocalChart(this, "canary", {
      chart: "canary",
      release: `${deploymentName}-canary`,
      namespace: props.namespace,
      values: {
        name: deploymentName,
        labels: labels(names, deploymentName),
        port: props.port,
        autoscaler: props.autoscalerName,
        gateway: props.gateway,
        hosts: props.hosts,
        healthPath: props.healthPath,
        prometheus: props.prometheusUrl,
        loadTester: props.loadTesterUrl ?? "http://flagger-loadtester.test/",
      },
      dependsOn: props.dependsOn,
    });
  }
}
