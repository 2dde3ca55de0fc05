import "cdktf/lib/testing/adapters/jest";
import { KmsCryptoKey } from "@cdktf/provider-google/lib/kms-crypto-key";
import { KmsCryptoKeyIamBinding } from "@cdktf/provider-google/lib/kms-crypto-key-iam-binding";
import { KmsKeyRing } from "@cdktf/provider-google/lib/kms-key-ring";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { Testing } from "cdktf";
import { EncryptionKey, type EncryptionKeyProps } from "../../../../modules/gcp/access/encryption-key";
import { ObjectStore } from "../../../../modules/gcp/stores/object-store";
import { names, resourcesOf } from "../fixtures";

const props: EncryptionKeyProps = { names, name: "data", projectNumber: "123", services: ["cloud-sql", "storage"] };

function synth(more: Partial<EncryptionKeyProps> = {}): string {
  return Testing.synthScope((scope) => {
    new EncryptionKey(scope, "key", { ...props, ...more });
  });
}

test("a key is in the stack's region, rotates every 90 days and cannot be destroyed", () => {
  const synthesized = synth();
  expect(synthesized).toHaveResourceWithProperties(KmsKeyRing, {
    name: "test-execution-prod-data",
    location: "us-central1",
  });
  expect(synthesized).toHaveResourceWithProperties(KmsCryptoKey, {
    rotation_period: "7776000s",
    destroy_scheduled_duration: "2592000s",
    lifecycle: { prevent_destroy: true },
  });
});

test("only the accounts of the named services may use it", () => {
  expect(synth()).toHaveResourceWithProperties(KmsCryptoKeyIamBinding, {
    role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
    members: [
      "serviceAccount:service-123@gcp-sa-cloud-sql.iam.gserviceaccount.com",
      "serviceAccount:service-123@gs-project-accounts.iam.gserviceaccount.com",
    ],
  });
});

test("what uses the key waits until the services may use it", () => {
  const synthesized = Testing.synthScope((scope) => {
    const { keyId } = new EncryptionKey(scope, "key", props);
    new ObjectStore(scope, "store", { names, name: "artifacts", keyId });
  });
  expect(resourcesOf(synthesized, StorageBucket)).toMatchObject([
    {
      encryption: {
        default_kms_key_name: expect.stringMatching(/google_kms_crypto_key_iam_binding\..*\.crypto_key_id/),
      },
    },
  ]);
});

test("another location, and a key that may go with its environment", () => {
  const synthesized = synth({ location: "us", protected: false });
  expect(synthesized).toHaveResourceWithProperties(KmsKeyRing, { location: "us" });
  expect(synthesized).toHaveResourceWithProperties(KmsCryptoKey, { lifecycle: { prevent_destroy: false } });
});
