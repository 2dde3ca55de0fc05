import "cdktf/lib/testing/adapters/jest";
import { KmsCryptoKey } from "@cdktf/provider-google/lib/kms-crypto-key";
import { KmsCryptoKeyIamBinding } from "@cdktf/provider-google/lib/kms-crypto-key-iam-binding";
import { KmsKeyRing } from "@cdktf/provider-google/lib/kms-key-ring";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { EncryptionKey, type EncryptionKeyProps } from "../../../../modules/gcp/access/encryption-key";
import { ObjectStore } from "../../../../modules/gcp/stores/object-store";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const props: EncryptionKeyProps = {
  names,
  name: "data",
  projectNumber: "123",
  services: ["cloud-sql", "storage"],
  protected: true,
};

const make = (more: Partial<EncryptionKeyProps> = {}) =>
  synthesized((scope) => {
    new EncryptionKey(scope, "key", { ...props, ...more });
  });

test("a key is in the stack's region, rotates every 90 days and cannot be destroyed", () => {
  const made = make();
  expect(made).toHaveResourceWithProperties(KmsKeyRing, {
    name: "test-execution-prod-data",
    location: "us-central1",
  });
  expect(made).toHaveResourceWithProperties(KmsCryptoKey, {
    rotation_period: "7776000s",
    destroy_scheduled_duration: "2592000s",
    lifecycle: { prevent_destroy: true },
  });
});

test("only the service agents of the named services may use the key", () => {
  expect(make()).toHaveResourceWithProperties(KmsCryptoKeyIamBinding, {
    role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
    members: [
      "serviceAccount:service-123@gcp-sa-cloud-sql.iam.gserviceaccount.com",
      "serviceAccount:service-123@gs-project-accounts.iam.gserviceaccount.com",
    ],
  });
});

test("a resource that uses the key depends on the services' right to use it", () => {
  const made = synthesized((scope) => {
    const { keyId } = new EncryptionKey(scope, "key", props);
    new ObjectStore(scope, "store", { names, name: "artifacts", keyId });
  });
  expect(made.one(StorageBucket)).toMatchObject({
    encryption: { default_kms_key_name: expect.stringMatching(/google_kms_crypto_key_iam_binding\..*\.crypto_key_id/) },
  });
});

test("a key can be in another location, and be destroyed where it is not protected", () => {
  const made = make({ location: "us", protected: false });
  expect(made).toHaveResourceWithProperties(KmsKeyRing, { location: "us" });
  expect(made).toHaveResourceWithProperties(KmsCryptoKey, { lifecycle: { prevent_destroy: false } });
});
