import { KmsCryptoKey } from "@cdktf/provider-google/lib/kms-crypto-key";
import { KmsCryptoKeyIamBinding } from "@cdktf/provider-google/lib/kms-crypto-key-iam-binding";
import { KmsKeyRing } from "@cdktf/provider-google/lib/kms-key-ring";
import { Construct } from "constructs";
import type { Names } from "../../names";

/**
 * The account that Google uses for each service of a project (its service agent). KMS refuses one that does not exist yet. It is
 * made with `gcloud beta services identity create`, for storage with `gcloud storage service-agent`: docs/clouds.md has the commands.
 */
export const serviceAgents = {
  "artifact-registry": { api: "artifactregistry", domain: "gcp-sa-artifactregistry" },
  "cloud-sql": { api: "sqladmin", domain: "gcp-sa-cloud-sql" },
  memorystore: { api: "memorystore", domain: "gcp-sa-memorystore" },
  pubsub: { api: "pubsub", domain: "gcp-sa-pubsub" },
  "secret-manager": { api: "secretmanager", domain: "gcp-sa-secretmanager" },
  storage: { api: "storage", domain: "gs-project-accounts" },
} as const;

/** The account of a Google service in the project, as IAM names it. */
export function serviceAgent(service: EncryptedService, projectNumber: string): string {
  return `serviceAccount:service-${projectNumber}@${serviceAgents[service].domain}.iam.gserviceaccount.com`;
}

/** A Google service that can encrypt with a customer-managed key. */
export type EncryptedService = keyof typeof serviceAgents;

export interface EncryptionKeyProps {
  readonly names: Names;
  /** The last part of the names of key ring and key. */
  readonly name: string;
  /** Number of the project; the addresses of the service agents contain it. */
  readonly projectNumber: string;
  /** Services that may encrypt and decrypt with the key; at least one. */
  readonly services: readonly EncryptedService[];
  /** Region of the key and of everything that it encrypts. @default - the stack's region */
  readonly location?: string;
  /** Whether Terraform refuses to destroy the key. Without the key, everything that it encrypts is lost. */
  readonly protected: boolean;
}

/** A new version of the key every 90 days (CIS benchmark); older versions still decrypt. */
const rotation = `${90 * 86_400}s`;
/** A destroyed version can be restored for 30 days. */
const restoration = `${30 * 86_400}s`;

/**
 * A KMS key that rotates, and the services that may use it. Google never deletes key rings and keys: an environment that is made
 * again under the same name must import both.
 */
export class EncryptionKey extends Construct {
  /** `projects/…/cryptoKeys/…`; what takes it depends on the services' right to use the key. */
  readonly keyId: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { names, services } = props;
    const name = names.of("gcp_resource", props.name);

    const ring = new KmsKeyRing(this, "ring", { name, location: props.location ?? names.region });
    const key = new KmsCryptoKey(this, "key", {
      name,
      keyRing: ring.id,
      purpose: "ENCRYPT_DECRYPT",
      rotationPeriod: rotation,
      destroyScheduledDuration: restoration,
      lifecycle: { preventDestroy: props.protected },
    });
    const users = new KmsCryptoKeyIamBinding(this, "users", {
      cryptoKeyId: key.id,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      members: services.map((service) => serviceAgent(service, props.projectNumber)),
    });

    this.keyId = users.cryptoKeyId;
  }
}
