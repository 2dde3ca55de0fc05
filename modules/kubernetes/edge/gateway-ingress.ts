import type { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";

/** Requests come from the internet, over TLS that ends here. Plain HTTP is sent on to HTTPS. */
export interface TlsEntry {
  /** Secret of the namespace with the certificate, e.g. `ai-prism-tls` (document 003). */
  readonly tlsSecret: string;
  /** ClusterIssuer that fills the secret. @default - the secret exists */
  readonly issuer?: string;
}

/** Requests come from a load balancer that ends TLS. */
export interface LoadBalancerEntry {
  /** Where the gateway listens: the port that the load balancer may reach, at least 1024. */
  readonly port: number;
  /** Path that the load balancer's health check asks for, answered by the application. */
  readonly healthPath: string;
}

export interface GatewayIngressProps {
  readonly names: Names;
  readonly namespace: string;
  /** The application, its Service and its route. */
  readonly name: string;
  readonly host: string;
  /** Port of the application's Service. */
  readonly servicePort: number;
  readonly entry: TlsEntry | LoadBalancerEntry;
  /** True: Flagger makes the application's route. @default false */
  readonly progressive?: boolean;
  /** Of one client; more are answered with 429. @default 1000 (document 003) */
  readonly requestsPerMinute?: number;
  /** Copies of Envoy. @default 2 */
  readonly replicas?: number;
  /** The releases of Envoy Gateway and of cert-manager. @default - they are there */
  readonly dependsOn?: ITerraformDependable[];
}

/** The way in through the Gateway API: a Gateway of Envoy Gateway with a route to the application and a limit per client. */
export class GatewayIngress extends Construct {
  /** For a route of somebody else: Gateway and the listener that serves the application. */
  readonly gateway: { readonly name: string; readonly namespace: string; readonly listener: string };
  /** Envoy's own Service, to which a load balancer's target group is bound. */
  readonly service: { readonly name: string; readonly namespace: string };
  readonly release: Release;

  constructor(scope: Construct, id: string, props: GatewayIngressProps) {
    super(scope, id);
    const { names, namespace, name, entry } = props;
    const hasTls = "tlsSecret" in entry;
    const gateway = `${names.prefix}-gateway`;
    this.release = new LocalChart(this, "gateway", {
      chart: "gateway",
      release: `${name}-gateway`,
      namespace,
      values: {
        name,
        gateway,
        labels: labels(names, name),
        host: props.host,
        service: { name, port: props.servicePort },
        route: !props.progressive,
        requestsPerMinute: props.requestsPerMinute ?? 1000,
        replicas: props.replicas ?? 2,
        entry: hasTls
          ? { tls: { secret: entry.tlsSecret, issuer: entry.issuer ?? "" } }
          : { loadBalancer: { port: entry.port, healthPath: entry.healthPath } },
      },
      dependsOn: props.dependsOn,
    }).release;
    this.gateway = { name, namespace, listener: hasTls ? "https" : "http" };
    this.service = { name: gateway, namespace: "envoy-gateway-system" };
  }
}
