import type { ContainerProps } from "../../container";
import { byVariable, portText } from "../../container-variables";
import type { IdentityAttributes } from "../access/managed-identity";
import type { ServiceConnections } from "./service-connections";

/** The plain variables of a container. One that it sets itself, as a value or from a secret, wins over a connection's. */
export function containerVariables(
  container: ContainerProps,
  connections: ServiceConnections,
  identity: IdentityAttributes,
): Record<string, string> {
  const { database, cache, buckets, consumes, configuration, metricNamespace } = connections;
  const connected = {
    // Selects the identity that Azure's SDKs use.
    AZURE_CLIENT_ID: identity.clientId,
    ...(database && {
      DATABASE_HOST: database.endpoint,
      DATABASE_PORT: portText(database.port),
      DATABASE_NAME: database.databaseName,
      DATABASE_USER: identity.identityName,
    }),
    ...(database?.replicaEndpoints?.length && { DATABASE_REPLICA_HOSTS: database.replicaEndpoints.join(",") }),
    ...(cache && {
      CACHE_HOST: cache.primaryEndpoint,
      CACHE_PORT: portText(cache.port),
      CACHE_USER: identity.principalId,
    }),
    ...byVariable(buckets, "BUCKET", ({ bucketName }) => bucketName),
    ...byVariable(buckets, "BUCKET_URL", ({ url }) => url),
    ...byVariable(connections.sendsTo, "QUEUE_URL", ({ queueUrl }) => queueUrl),
    ...(consumes && { QUEUE_URL: consumes.queueUrl }),
    ...(configuration && { CONFIGURATION_ENDPOINT: configuration.endpoint }),
    ...(metricNamespace && { METRIC_NAMESPACE: metricNamespace }),
  };
  const isSecret = (variable: string) => variable in (container.secrets ?? {});
  return {
    ...Object.fromEntries(Object.entries(connected).filter(([variable]) => !isSecret(variable))),
    ...container.environment,
  };
}
