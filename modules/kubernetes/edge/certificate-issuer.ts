import type { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { LocalChart } from "../charts/local-chart";

/** How the authority finds that a name is ours. Over HTTP it must get in from the internet; through DNS it need not. */
export type CertificateSolver =
  | { readonly gateway: { readonly name: string; readonly namespace: string } }
  | { readonly ingressClass: string }
  | { readonly route53: { readonly hostedZoneId: string; readonly region: string } };

export interface CertificateIssuerProps {
  /** Contact of the account at the authority. */
  readonly email: string;
  readonly solver: CertificateSolver;
  /** As annotations name it. @default "letsencrypt-prod" (document 003) */
  readonly name?: string;
  /** ACME directory. @default - Let's Encrypt */
  readonly server?: string;
  /** The release of cert-manager. @default - it is there */
  readonly dependsOn?: ITerraformDependable[];
}

/** cert-manager's ClusterIssuer, which fills TLS secrets with certificates of an ACME authority. */
export class CertificateIssuer extends Construct {
  readonly name: string;
  readonly release: Release;

  constructor(scope: Construct, id: string, props: CertificateIssuerProps) {
    super(scope, id);
    this.name = props.name ?? "letsencrypt-prod";
    this.release = new LocalChart(this, "issuer", {
      chart: "certificate-issuer",
      release: this.name,
      namespace: "cert-manager",
      values: {
        name: this.name,
        email: props.email,
        server: props.server ?? "https://acme-v02.api.letsencrypt.org/directory",
        solver: props.solver,
      },
      dependsOn: props.dependsOn,
    }).release;
  }
}
