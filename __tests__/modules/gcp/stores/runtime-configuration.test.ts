import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import {
  RuntimeConfiguration,
  type RuntimeConfigurationProps,
} from "../../../../modules/gcp/stores/runtime-configuration";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names } from "../fixtures";

function make(props: Partial<RuntimeConfigurationProps> = {}) {
  return synthesized((scope) => {
    const { path } = new RuntimeConfiguration(scope, "configuration", {
      names,
      featureFlags: { ai_triage: false },
      ...props,
    });
    expect(path).toBe("projects/example-prod/secrets/test-execution-prod");
  });
}

test("all flags are one JSON object, and each other value is a secret of its own, named by path and key", () => {
  const made = make({ values: { database_host: "10.0.0.3" } });
  expect(made.all(SecretManagerSecret).map(({ secret_id }) => secret_id)).toEqual(
    expect.arrayContaining(["test-execution-prod-feature_flags", "test-execution-prod-database_host"]),
  );
  expect(made.all(SecretManagerSecretVersion).map(({ secret_data }) => secret_data)).toEqual(
    expect.arrayContaining(['{"ai_triage":false}', "10.0.0.3"]),
  );
});

test("a changed value is written before the old version is deleted", () => {
  expect(make().all(SecretManagerSecretVersion)).toMatchObject([{ lifecycle: { create_before_destroy: true } }]);
});

test("values are stored in the stack's region only, with a KMS key where there is one", () => {
  const replicas = (made: Synthesized) => made.one(SecretManagerSecret).replication;
  expect(replicas(make())).toEqual({ user_managed: { replicas: [{ location: "us-central1" }] } });
  expect(replicas(make({ keyId: "key" }))).toEqual({
    user_managed: { replicas: [{ location: "us-central1", customer_managed_encryption: { kms_key_name: "key" } }] },
  });
});

test("flags that exceed the size of a secret's version are refused", () => {
  expect(() => make({ featureFlags: { long: "x".repeat(65_536) } })).toThrow(
    "feature flags: expected at most 65536 bytes as JSON, found 65547",
  );
});
