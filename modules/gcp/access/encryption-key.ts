import { KmsCryptoKey } from "@cdktf/provider-google/lib/kms-crypto-key";
import { KmsCryptoKeyIamBinding } from "@cdktf/provider-google/lib/kms-crypto-key-iam-binding";
import { KmsKeyRing } from "@cdktf/provider-google/lib/kms-key-ring";
import { Construct } from "constructs";
import type { Names } from "../../names";

/**
 * The account under which each service of a project works, by the service. KMS refuses one that does not exist yet; before its
 * service's first use it is made with `gcloud beta services identity create`, for storage with `gcloud storage service-agent`.
 */
const serviceAgents = {
  "artifact-registry": (number: string) => `service-${number}@gcp-sa-artifactregistry.iam.gserviceaccount.com`,
  "cloud-sql": (number: string) => `service-${number}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
  memorystore: (number: string) => `service-${number}@gcp-sa-memorystore.iam.gserviceaccount.com`,
  pubsub: (number: string) => `service-${number}@gcp-sa-pubsub.iam.gserviceaccount.com`,
  "secret-manager": (number: string) => `service-${number}@gcp-sa-secretmanager.iam.gserviceaccount.com`,
  storage: (number: string) => `service-${number}@gs-project-accounts.iam.gserviceaccount.com`,
};

export type EncryptedService = keyof typeof serviceAgents;

export interface EncryptionKeyProps {
  readonly names: Names;
  /** The last part of the names of key ring and key. */
  readonly name: string;
  /** Number of the project, which names the services' own accounts. */
  readonly projectNumber: string;
  /** Services that may encrypt and decrypt with it; at least one. */
  readonly services: readonly EncryptedService[];
  /** Where the key is held; what it encrypts must be there too. @default - the stack's region */
  readonly location?: string;
  /** Days between new versions of the key, 1 to 90; older versions still decrypt. @default 90 (CIS benchmark) */
  readonly rotationDays?: number;
  /** Days a destroyed version can be restored, 1 to 120 (KMS limits). @default 30 */
  readonly destructionDays?: number;
  /** Terraform refuses to destroy it: with the key everything that it encrypts is lost. @default true */
  readonly protected?: boolean;
}

/**
 * A customer-managed KMS key that rotates, with the services that may use it. Google never deletes key rings and keys: an
 * environment that is made again under the same name must import both.
 */
export class EncryptionKey extends Construct {
  /** `projects/…/cryptoKeys/…`; known to its users only once the services may use it. */
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
      rotationPeriod: days(props.rotationDays ?? 90),
      destroyScheduledDuration: days(props.destructionDays ?? 30),
      lifecycle: { preventDestroy: props.protected ?? true },
    });
    const users = new KmsCryptoKeyIamBinding(this, "users", {
      cryptoKeyId: key.id,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      members: services.map((service) => `serviceAccount:${serviceAgents[service](props.projectNumber)}`),
    });

    this.keyId = users.cryptoKeyId;
  }
}

const days = (count: number) => `${count * 86_400}s`;
