import {
  ExternalSecrets,
  type ExternalSecretsProps,
  type SecretReference,
} from "../../../../modules/kubernetes/stores/external-secrets";
import { synthesized } from "../../../synthesized";
import { releaseValues } from "../charts/release-values";
import { names, namespace } from "../containers/service-fixture";

const parameter = (part: string): SecretReference => ({ store: "parameter-store", key: names.path(part) });
const managed = (property: string): SecretReference => ({ store: "secrets-manager", key: "arn:managed", property });
const aws = { roleArn: "arn:aws:iam::111111111111:role/secrets" };
const postgres = {
  username: managed("username"),
  password: managed("password"),
  host: parameter("database/host"),
};

const values = (props: Partial<ExternalSecretsProps>) =>
  releaseValues(
    synthesized((scope) => {
      new ExternalSecrets(scope, "secrets", { names, namespace, ...props });
    }),
  );

describe("ExternalSecrets", () => {
  test("the database's password comes from its managed secret and its host from Parameter Store, every hour", () => {
    expect(values({ aws, postgres }).secrets).toEqual([
      {
        name: "postgres-credentials",
        refresh: "1h",
        deletion: "Delete",
        data: {
          username: { store: "secrets-manager", key: "arn:managed", property: "username" },
          password: { store: "secrets-manager", key: "arn:managed", property: "password" },
          host: { store: "parameter-store", key: "/ai-prism/prod/database/host" },
        },
      },
    ]);
  });

  test("API keys are read every 6 hours, and stay when their source is deleted", () => {
    const apiKeys = { bedrock_model_key: managed("api_key") };
    expect(values({ aws, apiKeys }).secrets).toMatchObject([{ name: "api-keys", refresh: "6h", deletion: "Retain" }]);
  });

  test("the Secret of the cache has no password", () => {
    const redis = { host: parameter("cache/host"), port: parameter("cache/port"), username: parameter("cache/user") };
    const [secret] = values({ aws, redis }).secrets;
    expect(secret.name).toBe("redis-credentials");
    expect(Object.keys(secret.data).sort()).toEqual(["host", "port", "username"]);
  });

  test("the stores of AWS are read in the region of the stack, with the given role", () => {
    expect(values({ aws, postgres }).aws).toEqual({ ...aws, region: "us-east-1" });
  });

  test("Vault alone is read through its mount kubernetes", () => {
    const apiKeys: ExternalSecretsProps["apiKeys"] = { key: { store: "vault", key: "ai-prism/key" } };
    const found = values({ vault: { server: "https://vault.example.com", role: "ai-prism", path: "secret" }, apiKeys });
    expect(found.aws).toBeUndefined();
    expect(found.vault).toEqual({
      server: "https://vault.example.com",
      role: "ai-prism",
      path: "secret",
      mountPath: "kubernetes",
    });
  });

  test("a reference to a store that is not set is refused", () => {
    expect(() => values({ postgres })).toThrow(
      "postgres-credentials: username comes from secrets-manager: expected aws to be set, found nothing",
    );
    expect(() => values({ aws, apiKeys: { key: { store: "vault", key: "x" } } })).toThrow(
      "api-keys: key comes from vault: expected vault to be set, found nothing",
    );
  });
});
