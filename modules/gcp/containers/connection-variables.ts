import { Fn } from "cdktf";
import type { ContainerProps } from "../../container";
import { byVariable, portText } from "../../container-variables";
import { mapValues } from "../../records";
import type { ServiceIdentity } from "../access/service-identity";
import type { ServiceConnections } from "./service-connections";

/** One version of a secret, in the form that Cloud Run takes. */
export interface SecretVersion {
  /** `projects/…/secrets/…` */
  readonly secret: string;
  readonly version: string;
}

/** Every variable of a container, plain and secret. One that the container sets itself wins over a connection's. */
export function containerVariables(
  container: ContainerProps,
  connections: ServiceConnections,
  identity: ServiceIdentity,
) {
  const secrets = mapValues(container.secrets ?? {}, (reference, variable) => secretVersion(variable, reference));
  const own = { ...container.environment, ...secrets };
  const connected = Object.entries(connectionEnvironment(connections, identity));
  return {
    environment: {
      ...Object.fromEntries(connected.filter(([variable]) => !(variable in own))),
      ...container.environment,
    },
    secrets,
  };
}

/** The plain variables with the addresses and names of everything that the service uses. */
function connectionEnvironment(connections: ServiceConnections, { email }: ServiceIdentity): Record<string, string> {
  const { database, cache, mount, consumes, configuration, metricNamespace } = connections;
  return {
    ...(database && {
      DATABASE_HOST: database.endpoint,
      DATABASE_PORT: portText(database.port),
      DATABASE_NAME: database.databaseName,
      // The user's name in PostgreSQL is the account's address without its end.
      DATABASE_USER: Fn.trimsuffix(email, ".gserviceaccount.com"),
    }),
    ...(database?.caCertificate && { DATABASE_CA_CERTIFICATE: database.caCertificate }),
    ...(database?.replicaEndpoints?.length && { DATABASE_REPLICA_HOSTS: database.replicaEndpoints.join(",") }),
    ...(cache && {
      CACHE_HOST: cache.primaryEndpoint,
      CACHE_PORT: portText(cache.port),
      CACHE_USER: cache.userName,
    }),
    ...(cache?.caCertificate && { CACHE_CA_CERTIFICATE: cache.caCertificate }),
    ...(mount && { SHARED_PATH: mount.path }),
    ...byVariable(connections.buckets, "BUCKET", ({ bucketName }) => bucketName),
    ...byVariable(connections.sendsTo, "QUEUE_URL", ({ topicId }) => topicId),
    ...(consumes && { QUEUE_URL: consumes.subscriptionId }),
    ...(configuration && { PARAMETER_PATH: configuration.path }),
    ...(metricNamespace && { METRIC_NAMESPACE: metricNamespace }),
  };
}

/** Parses a reference. The version must be a number: with `latest`, two replicas of one revision could hold two values. */
function secretVersion(variable: string, reference: string): SecretVersion {
  const [, secret, version] = /^(projects\/[^/]+\/secrets\/[^/]+)\/versions\/(\d+)$/.exec(reference) ?? [];
  if (!version) {
    throw new Error(`secret ${variable}: expected projects/…/secrets/…/versions/<number>, found "${reference}"`);
  }
  return { secret, version };
}
