import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { labels } from "../labels";
import { applicationHosts, furtherHosts, gatewayPath, type RoutedService } from "./component-routes";

export interface NginxIngressProps {
  readonly names: Names;
  readonly namespace: string;
  /** Name of the application and its Service. */
  readonly name: string;
  readonly host: string;
  readonly servicePort: number;
  /** Components that get some requests, by component; the certificate covers their hosts. @default - none */
  readonly routes?: Readonly<Record<string, RoutedService>>;
  /** Secret of the namespace with the certificate, e.g. `ai-prism-tls` (document 003). */
  readonly tlsSecret: string;
  /** ClusterIssuer that fills the Secret. @default - the Secret exists already */
  readonly issuer?: string;
  /** Limit for each client and copy of NGINX; more requests get the status 503. Document 003: 1000. */
  readonly requestsPerMinute: number;
  /** The releases of ingress-nginx, whose webhook checks it, and of cert-manager. @default - the cluster has them already */
  readonly dependsOn?: ITerraformDependable[];
}

/** Ingress through ingress-nginx, which was retired in March 2026 and gets no more fixes. Prefer `GatewayIngress`. */
export class NginxIngress extends Construct {
  constructor(scope: Construct, id: string, props: NginxIngressProps) {
    super(scope, id);
    const { names, namespace, name, host, issuer, routes = {} } = props;
    const answered = applicationHosts(host, routes);
    new IngressV1(this, "ingress", {
      metadata: {
        name,
        namespace,
        labels: labels(names, name),
        annotations: {
          "nginx.ingress.kubernetes.io/limit-rpm": String(props.requestsPerMinute),
          "nginx.ingress.kubernetes.io/ssl-redirect": "true",
          ...(issuer && { "cert-manager.io/cluster-issuer": issuer }),
        },
      },
      spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: [host, ...furtherHosts(host, routes)], secretName: props.tlsSecret }],
        rule: [host, ...furtherHosts(host, routes)].map((one) => ({
          host: one,
          http: {
            path: [
              ...Object.values(routes)
                .filter((route) => (route.host ?? host) === one)
                .flatMap((route) => route.paths.map((path) => nginxPath(path, route.name, route.servicePort))),
              ...(answered.includes(one) ? [nginxPath("/*", name, props.servicePort)] : []),
            ],
          },
        })),
      },
      dependsOn: props.dependsOn,
    });
  }
}

function nginxPath(path: string, name: string, number: number) {
  const { type, value } = gatewayPath(path);
  return {
    path: value,
    pathType: type === "PathPrefix" ? "Prefix" : "Exact",
    backend: { service: { name, port: { number } } },
  };
}
