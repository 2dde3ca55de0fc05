import type { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";
import { applicationHosts, furtherHosts, gatewayPath, type RoutedService } from "./component-routes";

/** Requests come from the internet over TLS, which ends at this gateway. Plain HTTP is redirected to HTTPS. */
export interface TlsEntry {
  /** Secret of the namespace with the certificate, e.g. `ai-prism-tls` (document 003). */
  readonly tlsSecret: string;
  /** ClusterIssuer that fills the Secret. @default - the Secret exists already */
  readonly issuer?: string;
  /** True: EKS makes a Network Load Balancer for Envoy's Service, which keeps the clients' addresses. @default false */
  readonly isOnEks?: boolean;
}

/** Requests come from a load balancer, where TLS ends. */
export interface LoadBalancerEntry {
  /** Port on which the gateway listens, at least 1024. The load balancer must be allowed to reach it. */
  readonly port: number;
  /** Path of the load balancer's health check. The application answers it. */
  readonly healthPath: string;
  /** DNS name of the load balancer, to which external-dns points further host names of routes. @default - it writes none */
  readonly dnsName?: string;
}

export interface GatewayIngressProps {
  readonly names: Names;
  readonly namespace: string;
  /** Name of the application, its Service and its route. */
  readonly name: string;
  readonly host: string;
  /** Port of the application's Service. */
  readonly servicePort: number;
  readonly entry: TlsEntry | LoadBalancerEntry;
  /** Components that get some requests, by component; with TLS the Secret's certificate covers their hosts. @default - none */
  readonly routes?: Readonly<Record<string, RoutedService>>;
  /** True: Flagger makes the application's route. @default false */
  readonly progressive?: boolean;
  /** Limit for each client; more requests get the status 429. Document 003: 1000. */
  readonly requestsPerMinute: number;
  /** Copies of Envoy. @default 2 */
  readonly replicas?: number;
  /** The releases of Envoy Gateway and of cert-manager. @default - the cluster has them already */
  readonly dependsOn?: ITerraformDependable[];
}

/** Ingress through the Gateway API: a Gateway of Envoy Gateway, a route to the application, and a limit for each client. */
export class GatewayIngress extends Construct {
  /** For a route that another tool makes: the Gateway and its listener for the application. */
  readonly gateway: { readonly name: string; readonly namespace: string; readonly listener: string };
  /** Envoy's own Service, whose pods a load balancer's target group registers. */
  readonly service: { readonly name: string; readonly namespace: string };
  readonly release: Release;

  constructor(scope: Construct, id: string, props: GatewayIngressProps) {
    super(scope, id);
    const { names, namespace, name, entry } = props;
    const hasTls = "tlsSecret" in entry;
    const gateway = names.of("kubernetes_label", "gateway");
    this.release = new LocalChart(this, "gateway", {
      chart: "gateway",
      release: names.extended("helm_release", name, "gateway"),
      namespace,
      values: {
        name,
        gateway,
        labels: labels(names, name),
        host: props.host,
        service: { name, port: props.servicePort },
        route: !props.progressive,
        requestsPerMinute: props.requestsPerMinute,
        replicas: props.replicas ?? 2,
        entry: hasTls
          ? {
              tls: {
                secret: entry.tlsSecret,
                issuer: entry.issuer ?? "",
                annotations: entry.isOnEks ? { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" } : {},
              },
            }
          : { loadBalancer: { port: entry.port, healthPath: entry.healthPath, dnsName: entry.dnsName ?? "" } },
        ...componentValues(props, hasTls),
      },
      dependsOn: props.dependsOn,
    }).release;
    this.gateway = { name, namespace, listener: hasTls ? "https" : "http" };
    this.service = { name: gateway, namespace: "envoy-gateway-system" };
  }
}

/** What the chart makes for components; nothing where there are none. */
function componentValues({ names, host: own, routes = {} }: GatewayIngressProps, hasTls: boolean) {
  const all = Object.values(routes);
  if (all.length === 0) return {};
  const answered = applicationHosts(own, routes);
  const hosts = furtherHosts(own, routes).map((host, index) => ({
    host,
    // Listeners of the Gateway; behind a load balancer one listens for every host.
    https: hasTls ? `https-${index + 1}` : "http",
    http: hasTls ? `http-${index + 1}` : "http",
    application: answered.includes(host),
  }));
  const listener = (host: string) =>
    hosts.find((further) => further.host === host)?.https ?? (hasTls ? "https" : "http");
  return {
    hosts,
    routes: all.map(({ name, servicePort, paths, host = own }) => ({
      name: names.extended("kubernetes_object", name, "route"),
      labels: labels(names, name),
      service: { name, port: servicePort },
      host,
      listener: listener(host),
      paths: paths.map(gatewayPath),
    })),
  };
}
