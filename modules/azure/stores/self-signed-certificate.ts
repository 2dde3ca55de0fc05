import { KeyVaultCertificate } from "@cdktf/provider-azurerm/lib/key-vault-certificate";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Placement } from "../placement";

export interface SelfSignedCertificateProps extends Pick<Placement, "names" | "tags"> {
  readonly vaultId: string;
  /** Its name in the vault. */
  readonly name: string;
  /** Domain name of the service that it is for. */
  readonly domain: string;
  /** The roles with which Terraform writes it. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * A certificate that the vault signs itself, valid for 12 months and never renewed: with it a gateway is made. A person imports the real one
 * as its next version, which Terraform leaves alone. The private key is in the vault only.
 */
export function selfSignedCertificate(
  scope: Construct,
  id: string,
  { names, tags, vaultId, name, domain, dependsOn }: SelfSignedCertificateProps,
): KeyVaultCertificate {
  return new KeyVaultCertificate(scope, id, {
    name,
    keyVaultId: vaultId,
    certificatePolicy: {
      issuerParameters: { name: "Self" },
      keyProperties: { exportable: true, keyType: "RSA", keySize: 2048, reuseKey: false },
      // Not `AutoRenew`, which would put a self-signed version above an imported one.
      lifetimeAction: [{ action: { actionType: "EmailContacts" }, trigger: { daysBeforeExpiry: 30 } }],
      secretProperties: { contentType: "application/x-pkcs12" },
      x509CertificateProperties: {
        // A common name has at most 64 characters; clients read the alternative names.
        subject: `CN=${names.name}`,
        subjectAlternativeNames: { dnsNames: [domain] },
        keyUsage: ["digitalSignature", "keyEncipherment"],
        extendedKeyUsage: ["1.3.6.1.5.5.7.3.1"], // Server authentication.
        validityInMonths: 12,
      },
    },
    tags: { ...tags },
    dependsOn: [...dependsOn],
    // An imported version has a policy and tags of its own.
    lifecycle: { ignoreChanges: ["certificate_policy", "tags"] },
  });
}
