import { workloadVariables } from "../../../../modules/kubernetes/containers/workload-connections";
import { container } from "./workload-fixture";

const database = { databaseName: "ai_prism", secretName: "postgres-credentials" };

describe("workloadVariables", () => {
  test("a service finds its stores where it finds them on the other platforms", () => {
    expect(
      workloadVariables(container, {
        database: { ...database, host: "db.internal" },
        cache: { host: "cache.internal", userName: "application" },
        parameterPath: "/ai-prism/prod",
      }),
    ).toEqual({
      environment: {
        DATABASE_HOST: "db.internal",
        DATABASE_PORT: "5432",
        DATABASE_NAME: "ai_prism",
        CACHE_HOST: "cache.internal",
        CACHE_PORT: "6379",
        CACHE_USER: "application",
        PARAMETER_PATH: "/ai-prism/prod",
        LOG_FORMAT: "json",
      },
      secrets: {
        DATABASE_USER: "postgres-credentials/username",
        DATABASE_PASSWORD: "postgres-credentials/password",
        BEDROCK_MODEL_KEY: "api-keys/bedrock_model_key",
      },
    });
  });

  test("without a host, it stands in the secret (document 003)", () => {
    const { environment, secrets } = workloadVariables(container, { database });
    expect(secrets).toMatchObject({ DATABASE_HOST: "postgres-credentials/host" });
    expect(environment).not.toHaveProperty("DATABASE_HOST");
  });

  test("what the container sets itself wins, plain or secret", () => {
    const own = { ...container, environment: { DATABASE_HOST: "pooler" }, secrets: { DATABASE_USER: "pooler/user" } };
    const { environment, secrets } = workloadVariables(own, { database: { ...database, host: "db.internal" } });
    expect(environment).toMatchObject({ DATABASE_HOST: "pooler" });
    expect(secrets).toEqual({ DATABASE_USER: "pooler/user", DATABASE_PASSWORD: "postgres-credentials/password" });
    expect(workloadVariables(own, { database }).secrets).not.toHaveProperty("DATABASE_HOST");
  });
});
