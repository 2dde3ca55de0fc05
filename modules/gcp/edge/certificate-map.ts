import { CertificateManagerCertificate } from "@cdktf/provider-google/lib/certificate-manager-certificate";
import { CertificateManagerCertificateMap } from "@cdktf/provider-google/lib/certificate-manager-certificate-map";
import { CertificateManagerCertificateMapEntry } from "@cdktf/provider-google/lib/certificate-manager-certificate-map-entry";
import { CertificateManagerDnsAuthorization } from "@cdktf/provider-google/lib/certificate-manager-dns-authorization";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface CertificateMapProps {
  readonly names: Names;
  /** Each gets a certificate of its own, so that adding a name does not replace the others. */
  readonly domainNames: readonly string[];
  /**
   * Name of the Cloud DNS zone of this project that holds them. Records in it prove that the names are ours, before they point to
   * the load balancer. @default - proved through the load balancer, once the names point to its address
   */
  readonly dnsZone?: string;
}

/** Certificates that Google issues and renews, one per domain name. */
export class CertificateMap extends Construct {
  /** In the form that a target proxy takes: `//certificatemanager.googleapis.com/projects/…`. */
  readonly reference: string;

  constructor(scope: Construct, id: string, props: CertificateMapProps) {
    super(scope, id);
    const { names, domainNames, dnsZone } = props;
    const map = new CertificateManagerCertificateMap(this, "map", { name: names.of("gcp_resource", "certificates") });
    for (const domain of domainNames) {
      const name = names.of("gcp_resource", domain.replaceAll(".", "-"));
      const certificate = new CertificateManagerCertificate(this, domain, {
        name,
        managed: {
          domains: [domain],
          dnsAuthorizations: dnsZone ? [authorization(this, domain, name, dnsZone)] : undefined,
        },
      });
      new CertificateManagerCertificateMapEntry(this, `${domain}-entry`, {
        name,
        map: map.name,
        hostname: domain,
        certificates: [certificate.id],
      });
    }
    this.reference = `//certificatemanager.googleapis.com/${map.id}`;
  }
}

function authorization(scope: Construct, domain: string, name: string, managedZone: string): string {
  const proof = new CertificateManagerDnsAuthorization(scope, `${domain}-authorization`, { name, domain });
  const record = proof.dnsResourceRecord.get(0);
  new DnsRecordSet(scope, `${domain}-proof`, {
    managedZone,
    name: record.name,
    type: record.type,
    ttl: 300,
    rrdatas: [record.data],
  });
  return proof.id;
}
