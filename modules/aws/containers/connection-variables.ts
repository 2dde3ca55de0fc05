import type { ContainerProps } from "../../container";
import { byVariable, portText } from "../../container-variables";
import type { ServiceConnections } from "./service-connections";

/** All variables of a container, plain and secret. Its own win over those of a connection. */
export function containerVariables(container: ContainerProps, connections: ServiceConnections) {
  const own = { ...container.environment, ...container.secrets };
  const set = <T>(variables: Record<string, T>) =>
    Object.fromEntries(Object.entries(variables).filter(([variable]) => !(variable in own)));
  return {
    environment: { ...set(connectionEnvironment(connections)), ...container.environment },
    secrets: { ...set(connectionSecrets(connections)), ...container.secrets },
  };
}

/** The plain variables with which the application finds what it connects to. */
function connectionEnvironment(connections: ServiceConnections): Record<string, string> {
  const { database, cache, mount, consumes, parameterPath, metricNamespace } = connections;
  return {
    ...(database && {
      DATABASE_HOST: database.endpoint,
      DATABASE_PORT: portText(database.port),
      DATABASE_NAME: database.databaseName,
      DATABASE_SECRET_ARN: database.secretArn,
    }),
    ...(database?.replicaEndpoints?.length && { DATABASE_REPLICA_HOSTS: database.replicaEndpoints.join(",") }),
    ...(cache && {
      CACHE_HOST: cache.primaryEndpoint,
      CACHE_PORT: portText(cache.port),
      CACHE_USER: cache.userName,
    }),
    ...(mount && { SHARED_PATH: mount.path }),
    ...byVariable(connections.buckets, "BUCKET", ({ bucketName }) => bucketName),
    ...byVariable(connections.sendsTo, "QUEUE_URL", ({ queueUrl }) => queueUrl),
    ...(consumes && { QUEUE_URL: consumes.queueUrl }),
    ...(parameterPath && { PARAMETER_PATH: parameterPath }),
    ...(metricNamespace && { METRIC_NAMESPACE: metricNamespace }),
  };
}

/** The variables that ECS fills from secrets: NAME → reference. */
function connectionSecrets({ database }: ServiceConnections): Record<string, string> {
  return database
    ? {
        DATABASE_USER: `${database.secretArn}:username::`,
        DATABASE_PASSWORD: `${database.secretArn}:password::`,
      }
    : {};
}
