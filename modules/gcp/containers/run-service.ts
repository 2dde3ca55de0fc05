import { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service";
import { CloudRunV2ServiceIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-service-iam-member";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { HealthProbes, Probe, Replicas } from "../../container";
import { divideRequests, type PreviousRevision } from "./revision-traffic";
import { applicationContainer, ignoredChanges, placement, type RunProps } from "./run-template";
import { collectorContainer, type TracingProps } from "./trace-collector";

/** How replicas take requests. */
export interface ServingProps {
  /** Document 002: 2 to 10. Cloud Run adds replicas at 60 % of their CPU or of `concurrency`; neither can be set. */
  readonly replicas: Replicas;
  /** Requests that one replica handles at a time, 1 to 1000 (Cloud Run limits). @default 80 */
  readonly concurrency?: number;
  /** Seconds after which a request fails, 1 to 3600 (Cloud Run limits). @default 300 */
  readonly requestTimeoutSeconds?: number;
  /**
   * Replicas have their CPU between requests too, as on the other clouds: for what goes on in the background, and for traces.
   * Without, idle replicas cost less. @default true
   */
  readonly cpuBetweenRequests?: boolean;
  /** The revision that keeps a share of the requests, all late-bound. @default - all requests go to the latest revision */
  readonly previous?: PreviousRevision;
  /**
   * Number of the project whose Identity-Aware Proxy alone may call the service; the load balancer needs `iap` too.
   * @default - whoever comes through a load balancer may
   */
  readonly iapProjectNumber?: string;
  /** @default - no traces */
  readonly tracing?: TracingProps;
  /** Terraform refuses to destroy it. @default true */
  readonly deletionProtection?: boolean;
}

export interface RunServiceProps extends RunProps, ServingProps {
  readonly health: HealthProbes;
  /** Rights and ways out, without which a replica does not start. */
  readonly waitsFor: ITerraformDependable[];
}

/** A Cloud Run service that only a load balancer or the network reaches. */
export class RunService extends Construct {
  readonly serviceName: string;
  /** The latest revision that serves: what is the previous one to the next. */
  readonly revision: string;

  constructor(scope: Construct, id: string, props: RunServiceProps) {
    super(scope, id);
    const { names, container, health, replicas, tracing, iapProjectNumber } = props;
    const application = applicationContainer(props);
    const cpu = { cpuIdle: !(props.cpuBetweenRequests ?? true), startupCpuBoost: true };
    const check = ({ path, intervalSeconds, timeoutSeconds, failures }: Probe) => ({
      httpGet: { path, port: container.port },
      periodSeconds: intervalSeconds,
      timeoutSeconds,
      failureThreshold: failures,
    });
    const collector = tracing && collectorContainer(tracing);

    const service = new CloudRunV2Service(this, "service", {
      name: names.of("gcp_resource", props.name),
      location: names.region,
      ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
      // Clients of the load balancer have no identity that Cloud Run could check; ingress keeps everyone else out.
      invokerIamDisabled: iapProjectNumber === undefined,
      deletionProtection: props.deletionProtection ?? true,
      template: {
        ...placement(props),
        executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
        scaling: { minInstanceCount: replicas.min, maxInstanceCount: replicas.max },
        maxInstanceRequestConcurrency: props.concurrency ?? 80,
        timeout: `${props.requestTimeoutSeconds ?? 300}s`,
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
    this.revision = service.latestReadyRevision;
  }
}
