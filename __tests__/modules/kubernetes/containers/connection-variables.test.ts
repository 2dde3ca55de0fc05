import { containerVariables } from "../../../../modules/kubernetes/containers/connection-variables";
import { container, names } from "./service-fixture";

const of = { names, app: "ai-prism-api" };

const secretArn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:rds!cluster-1";
const database = { databaseName: "ai_prism", secretName: "postgres-credentials" };

describe("containerVariables", () => {
  test("the variables of database, cache and parameters have the same names as on the other clouds", () => {
    expect(
      containerVariables(of, container, {
        database: { ...database, secretArn },
        cache: { secretName: "redis-credentials" },
        parameterPath: "/ai-prism/prod",
      }),
    ).toEqual({
      environment: {
        DATABASE_PORT: "5432",
        DATABASE_NAME: "ai_prism",
        DATABASE_PASSWORD_FILE: "/app/secrets/database/password",
        DATABASE_SECRET_ARN: secretArn,
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
    const { environment, secrets } = containerVariables(of, own, { database });
    expect(environment).toMatchObject({ DATABASE_HOST: "pooler" });
    expect(secrets).toEqual({ DATABASE_USER: "pooler/user", DATABASE_PASSWORD: "postgres-credentials/password" });
  });

  test("an SDK finds the collector, samples what the settings say, and reports the name of the application", () => {
    const traces = { endpoint: "http://collector.observability.svc:4317", samplingPercent: 20 };
    expect(containerVariables(of, container, { traces }).environment).toMatchObject({
      OTEL_SERVICE_NAME: "ai-prism-api",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.observability.svc:4317",
      OTEL_TRACES_SAMPLER_ARG: "0.2",
    });
    expect(Object.keys(containerVariables(of, container, {}).environment)).toEqual(["LOG_FORMAT"]);
  });
});
