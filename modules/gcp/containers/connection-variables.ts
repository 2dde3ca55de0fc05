import { Fn } from "cdktf";
import type { ContainerProps } from "../../container";
import { byVariable, portText } from "../../container-variables";
import type { ServiceIdentity } from "../access/service-identity";
import { mountPath, type ServiceConnections } from "./service-connections";

/** One version of a secret, as Cloud Run asks for it. */
export interface SecretVersion {
  /** `projects/…/secrets/…` */
  readonly secret: string;
  readonly version: string;
}

/** Every variable of a container, plain and secret; one that the container sets itself wins over a connection's. */
export function containerVariables(
  container: ContainerProps,
  connections: ServiceConnections,
  identity: ServiceIdentity,
) {
  const own = { ...container.environment, ...container.secrets };
  const set = <T>(variables: Record<string, T>) =>
    Object.fromEntries(Object.entries(variables).filter(([variable]) => !(variable in own)));
  const references = Object.entries(container.secrets ?? {}).map(([variable, reference]) => [
    variable,
    secretVersion(variable, reference),
  ]);
  return {
    environment: { ...set(connectionEnvironment(connections, identity)), ...container.environment },
    secrets: { ...set(connectionSecrets(connections)), ...Object.fromEntries(references) } as Record<
      string,
      SecretVersion
    >,
  };
}

/** The plain variables that tell the application where everything is. */
function connectionEnvironment(connections: ServiceConnections, { email }: ServiceIdentity): Record<string, string> {
  const { database, cache, mount, worksOff, configuration, metricNamespace } = connections;
  return {
    ...(database && {
      DATABASE_HOST: database.endpoint,
      DATABASE_PORT: portText(database.port),
      DATABASE_NAME: database.databaseName,
      // PostgreSQL knows a service account without the end of its address.
      DATABASE_USER: database.username ?? Fn.trimsuffix(email, ".gserviceaccount.com"),
    }),
    ...(database?.replicaEndpoints?.length && { DATABASE_REPLICA_HOSTS: database.replicaEndpoints.join(",") }),
    ...(cache && {
      CACHE_HOST: cache.primaryEndpoint,
      CACHE_PORT: portText(cache.port),
      CACHE_USER: cache.userName,
    }),
    ...(mount && { SHARED_PATH: mountPath(mount) }),
    ...byVariable(connections.buckets, "BUCKET", ({ bucketName }) => bucketName),
    ...byVariable(connections.sendsTo, "QUEUE_URL", ({ topicId }) => topicId),
    ...(worksOff && { QUEUE_URL: worksOff.subscriptionId }),
    ...(configuration && { PARAMETER_PATH: configuration.path }),
    ...(metricNamespace && { METRIC_NAMESPACE: metricNamespace }),
  };
}

/** The variables that Cloud Run fills from secrets. */
function connectionSecrets({ database }: ServiceConnections): Record<string, SecretVersion> {
  return database?.secretId
    ? { DATABASE_PASSWORD: { secret: database.secretId, version: database.secretVersion ?? "latest" } }
    : {};
}

/** A version by its number: with `latest`, two replicas of one revision could have two values. */
function secretVersion(variable: string, reference: string): SecretVersion {
  const [, secret, version] = /^(projects\/[^/]+\/secrets\/[^/]+)\/versions\/(\d+)$/.exec(reference) ?? [];
  if (!version) {
    throw new Error(`secret ${variable}: expected projects/…/secrets/…/versions/<number>, found "${reference}"`);
  }
  return { secret, version };
}
