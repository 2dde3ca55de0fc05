import { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service";
import { CloudRunV2ServiceIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-service-iam-member";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { HealthProbes, Probe, Replicas } from "../../container";
import type { TracingProps } from "../../tracing";
import { divideRequests, type PreviousRevision } from "./revision-traffic";
import { applicationContainer, ignoredChanges, placement, type RunProps, replaceable } from "./run-template";
import { collectorContainer } from "./trace-collector";

/** How replicas handle requests. */
export interface ServingProps {
  /** Document 002: 2 to 10. Cloud Run adds replicas at 60 % of their CPU or of `concurrency`; neither figure can be set. */
  readonly replicas: Replicas;
  /** Requests that one replica handles at a time, 1 to 1000 (Cloud Run limits). */
  readonly concurrency: number;
  /** Seconds after which a request fails, 1 to 3600 (Cloud Run limits). */
  readonly requestTimeoutSeconds: number;
  /** Whether replicas have CPU between requests too, for background work and traces. If false, idle replicas cost less. */
  readonly cpuBetweenRequests: boolean;
  /** The revision that keeps a share of the requests. @default - all requests go to the latest revision */
  readonly previous?: PreviousRevision;
  /**
   * Number of the project. If set, only its Identity-Aware Proxy may call the service; the load balancer needs `iap` too.
   * @default - every request that comes through a load balancer or the network is accepted
   */
  readonly iapProjectNumber?: string;
  /** @default - no traces */
  readonly tracing?: TracingProps;
}

export interface RunServiceProps extends RunProps, ServingProps {
  readonly health: HealthProbes;
  /** Roles and firewall rules that a replica needs to start. */
  readonly waitsFor: ITerraformDependable[];
}

/** A Cloud Run service that only a load balancer or the network reaches. */
export class RunService extends Construct {
  /** Name of the Cloud Run service. */
  readonly serviceName: string;
  /** Name of the latest revision that is ready; after the next deployment it is the previous one. */
  readonly revision: string;

  constructor(scope: Construct, id: string, props: RunServiceProps) {
    super(scope, id);
    const { names, container, health, replicas, tracing, iapProjectNumber } = props;
    const application = applicationContainer(props);
    const cpu = { cpuIdle: !props.cpuBetweenRequests, startupCpuBoost: true };
    const check = ({ path, intervalSeconds, timeoutSeconds, failures }: Probe) => ({
      httpGet: { path, port: container.port },
      periodSeconds: intervalSeconds,
      timeoutSeconds,
      failureThreshold: failures,
    });
    const collector = tracing && collectorContainer(tracing, props.metricNamespace);

    const service = new CloudRunV2Service(this, "service", {
      name: names.of("cloud_run", props.name),
      location: names.region,
      ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
      // Clients of the load balancer have no identity that Cloud Run could check. `ingress` refuses everything else.
      invokerIamDisabled: iapProjectNumber === undefined,
      deletionProtection: replaceable,
      template: {
        ...placement(props),
        executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
        scaling: { minInstanceCount: replicas.min, maxInstanceCount: replicas.max },
        maxInstanceRequestConcurrency: props.concurrency,
        timeout: `${props.requestTimeoutSeconds}s`,
        sessionAffinity: false,
        containers: [
          {
            ...application,
            ports: { containerPort: container.port },
            resources: { ...application.resources, ...cpu },
            startupProbe: check(health.startup),
            livenessProbe: check(health.live),
          },
          ...(collector ? [{ ...collector, resources: { ...collector.resources, ...cpu } }] : []),
        ],
      },
      traffic: props.previous ? undefined : [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
      dependsOn: props.waitsFor,
      lifecycle: { ignoreChanges: ignoredChanges },
    });
    if (props.previous) divideRequests(service, props.previous);
    if (iapProjectNumber) {
      new CloudRunV2ServiceIamMember(this, "iap", {
        name: service.name,
        location: service.location,
        role: "roles/run.invoker",
        member: `serviceAccount:service-${iapProjectNumber}@gcp-sa-iap.iam.gserviceaccount.com`,
      });
    }

    this.serviceName = service.name;
    // The API answers with `projects/…/revisions/<name>`, and takes the name alone as target of requests.
    this.revision = Fn.basename(service.latestReadyRevision);
  }
}
