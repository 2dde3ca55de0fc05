import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { labels } from "../labels";

export interface NginxIngressProps {
  readonly names: Names;
  readonly namespace: string;
  /** The application and its Service. */
  readonly name: string;
  readonly host: string;
  readonly servicePort: number;
  /** Secret of the namespace with the certificate, e.g. `ai-prism-tls` (document 003). */
  readonly tlsSecret: string;
  /** ClusterIssuer that fills the secret. @default - the secret exists */
  readonly issuer?: string;
  /** Of one client and for each copy of NGINX; more are answered with 503. @default 1000 (document 003) */
  readonly requestsPerMinute?: number;
  /** The releases of ingress-nginx, whose webhook checks it, and of cert-manager. @default - they are there */
  readonly dependsOn?: ITerraformDependable[];
}

/** The way in through ingress-nginx, which was retired in March 2026 and gets no more fixes: `GatewayIngress` is the default. */
export class NginxIngress extends Construct {
  constructor(scope: Construct, id: string, props: NginxIngressProps) {
    super(scope, id);
    const { names, namespace, name, host, issuer } = props;
    new IngressV1(this, "ingress", {
      metadata: {
        name,
        namespace,
        labels: labels(names, name),
        annotations: {
          "nginx.ingress.kubernetes.io/limit-rpm": String(props.requestsPerMinute ?? 1000),
          "nginx.ingress.kubernetes.io/ssl-redirect": "true",
          ...(issuer && { "cert-manager.io/cluster-issuer": issuer }),
        },
      },
      spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: [host], secretName: props.tlsSecret }],
        rule: [
          {
            host,
            http: {
              path: [
                { path: "/", pathType: "Prefix", backend: { service: { name, port: { number: props.servicePort } } } },
              ],
            },
          },
        ],
      },
      dependsOn: props.dependsOn,
    });
  }
}
