import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { labels } from "../labels";

export interface NginxIngressProps {
  readonly names: Names;
  readonly namespace: string;
  /** Name of the application and its Service. */
  readonly name: string;
  readonly host: string;
  readonly servicePort: number;
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
    const { names, namespace, name, host, issuer } = props;
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
