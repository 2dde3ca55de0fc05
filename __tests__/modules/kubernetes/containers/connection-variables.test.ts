import { containerVariables } from "../../../../modules/kubernetes/containers/connection-variables";
import { container } from "./service-fixture";

const database = { databaseName: "ai_prism", secretName: "postgres-credentials" };

describe("containerVariables", () => {
  test("the variables of database, cache and parameters have the same names as on the other clouds", () => {
    expect(
      containerVariables(container, {
        database,
        cache: { secretName: "redis-credentials" },
        parameterPath: "/ai-prism/prod",
      }),
    ).toEqual({
      environment: {
        DATABASE_PORT: "5432",
        DATABASE_NAME: "ai_prism",
        PARAMETER_PATH: "/ai-prism/prod",
        LOG_FORMAT: "json",
      },
      secrets: {
        DATABASE_HOST: "postgres-credentials/host",
        DATABASE_USER: "postgres-credentials/username",
        DATABASE_PASSWORD: "postgres-credentials/password",
        CACHE_HOST: "redis-credentials/host",
        CACHE_PORT: "redis-credentials/port",
        CACHE_USER: "redis-credentials/username",
        BEDROCK_MODEL_KEY: "api-keys/bedrock_model_key",
      },
    });
  });

  test("a variable that the container itself sets wins, plain or secret", () => {
    const own = { ...container, environment: { DATABASE_HOST: "pooler" }, secrets: { DATABASE_USER: "pooler/user" } };
    const { environment, secrets } = containerVariables(own, { database });
    expect(environment).toMatchObject({ DATABASE_HOST: "pooler" });
    expect(secrets).toEqual({ DATABASE_USER: "pooler/user", DATABASE_PASSWORD: "postgres-credentials/password" });
  });
});
