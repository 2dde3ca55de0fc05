import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";

export interface ProgressiveDeliveryProps {
  readonly names: Names;
  readonly namespace: string;
  /** Name of the Deployment, and of its Service and HTTPRoute, which Flagger makes or takes over. */
  readonly deploymentName: string;
  /** Name of the Deployment's HorizontalPodAutoscaler. Flagger makes a second one for the primary. */
  readonly autoscalerName: string;
  /** Port of the Service and of the container (document 003: 8080). */
  readonly port: number;
  /** Gateway that receives the requests, and its listener for the application. */
  readonly gateway: { readonly name: string; readonly namespace: string; readonly listener: string };
  readonly hosts: readonly string[];
  /** Path that answers 2xx if the new version works. The acceptance test and the load test request it. */
  readonly healthPath: string;
  /** Address of the Prometheus that has the metrics of the containers. */
  readonly prometheusUrl: string;
  /** The release of Flagger. @default - the cluster has it already */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * A Flagger canary. A new version gets 10 % of the requests, and 10 % more each minute up to 50 %. If it passes the checks of
 * document 003 it then gets all requests; after 5 failed checks it gets none. Between rollouts Flagger scales the Deployment
 * to 0 and runs a copy of it, the primary.
 */
export class ProgressiveDelivery extends Construct {
  constructor(scope: Construct, id: string, props: ProgressiveDeliveryProps) {
    super(scope, id);
    const { names, deploymentName } = props;
    new LocalChart(this, "canary", {
      chart: "canary",
      release: names.extended("helm_release", deploymentName, "canary"),
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
        // Document 003: in the namespace `test`.
        loadTester: "http://flagger-loadtester.test/",
      },
      dependsOn: props.dependsOn,
    });
  }
}
