import type { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { LocalChart } from "../charts/local-chart";

/**
 * How the certificate authority checks that the domain is yours: by a request over HTTP, which must be allowed in from the
 * internet, or by a DNS record.
 */
export type CertificateSolver =
  | { readonly gateway: { readonly name: string; readonly namespace: string } }
  | { readonly ingressClass: string }
  | { readonly route53: { readonly hostedZoneId: string; readonly region: string } };

export interface CertificateIssuerProps {
  /** Contact address of the account at the certificate authority. */
  readonly email: string;
  readonly solver: CertificateSolver;
  /** Name of the ClusterIssuer, as annotations give it, and of the release: at most 53 characters. Document 003: letsencrypt-prod. */
  readonly name: string;
  /** URL of the authority's ACME directory. */
  readonly server: string;
  /** The release of cert-manager. @default - the cluster has it already */
  readonly dependsOn?: ITerraformDependable[];
}

/** A ClusterIssuer of cert-manager, which fills TLS Secrets with certificates of an ACME authority. */
export class CertificateIssuer extends Construct {
  readonly name: string;
  readonly release: Release;

  constructor(scope: Construct, id: string, props: CertificateIssuerProps) {
    super(scope, id);
    this.name = props.name;
    this.release = new LocalChart(this, "issuer", {
      chart: "certificate-issuer",
      release: this.name,
      namespace: "cert-manager",
      values: {
        name: this.name,
        email: props.email,
        server: props.server,
        solver: props.solver,
      },
      dependsOn: props.dependsOn,
    }).release;
  }
}
