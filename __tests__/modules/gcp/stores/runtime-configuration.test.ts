import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import { Testing } from "cdktf";
import {
  RuntimeConfiguration,
  type RuntimeConfigurationProps,
} from "../../../../modules/gcp/stores/runtime-configuration";
import { names, resourcesOf } from "../fixtures";

function synth(props: Partial<RuntimeConfigurationProps> = {}): string {
  return Testing.synthScope((scope) => {
    const { path } = new RuntimeConfiguration(scope, "configuration", {
      names,
      featureFlags: { ai_triage: false },
      ...props,
    });
    expect(path).toBe("projects/example-prod/secrets/test-execution-prod");
  });
}

test("flags are one JSON object and every other value its own, named by the path and the key", () => {
  const synthesized = synth({ values: { database_host: "10.0.0.3" } });
  expect(resourcesOf(synthesized, SecretManagerSecret).map(({ secret_id }) => secret_id)).toEqual(
    expect.arrayContaining(["test-execution-prod-feature_flags", "test-execution-prod-database_host"]),
  );
  expect(resourcesOf(synthesized, SecretManagerSecretVersion).map(({ secret_data }) => secret_data)).toEqual(
    expect.arrayContaining(['{"ai_triage":false}', "10.0.0.3"]),
  );
});

test("a changed value is there before the old one goes", () => {
  expect(resourcesOf(synth(), SecretManagerSecretVersion)).toMatchObject([
    { lifecycle: { create_before_destroy: true } },
  ]);
});

test("values stay in the stack's region, under a key of one's own where there is one", () => {
  const replicas = (synthesized: string) => resourcesOf(synthesized, SecretManagerSecret)[0].replication;
  expect(replicas(synth())).toEqual({ user_managed: { replicas: [{ location: "us-central1" }] } });
  expect(replicas(synth({ keyId: "key" }))).toEqual({
    user_managed: { replicas: [{ location: "us-central1", customer_managed_encryption: { kms_key_name: "key" } }] },
  });
});

test("more flags than a version of a secret holds are refused", () => {
  expect(() => synth({ featureFlags: { long: "x".repeat(65_536) } })).toThrow(
    "feature flags: expected at most 65536 bytes as JSON, found 65547",
  );
});
