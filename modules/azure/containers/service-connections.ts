import type { ContainerProps } from "../../container";
import { byVariable, portText } from "../../container-variables";
import type { IdentityAttributes } from "../access/managed-identity";
import type { RoleGrant, Roles } from "../access/role-grants";

export interface DatabaseAttributes {
  /** Host name. */
  readonly endpoint: string;
  readonly port: number;
  readonly databaseName: string;
  /** Host names of the read replicas. @default - none */
  readonly replicaEndpoints?: readonly string[];
}

/** A cache that knows the service's identity as one of its users. */
export interface CacheAttributes {
  readonly primaryEndpoint: string;
  readonly port: number;
}

export interface BucketAttributes {
  /** Of the container, the scope of its role. */
  readonly id: string;
  readonly bucketName: string;
  /** `https://<account>.blob.core.windows.net/<container>` */
  readonly url: string;
}

export interface QueueAttributes {
  /** The scope of its roles. */
  readonly queueId: string;
  readonly queueName: string;
  /** `https://<namespace>.servicebus.windows.net/<queue>` */
  readonly queueUrl: string;
}

/** What a service uses. Each gives it variables and the role it needs; nothing else is open to it. */
export interface ServiceConnections {
  /**
   * DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, with replicas DATABASE_REPLICA_HOSTS (by commas), and DATABASE_USER, the
   * identity's name. There is no DATABASE_PASSWORD: a token of the identity is the password. An administrator lets the
   * identity in once (`pgaadauth_create_principal`). @default - none
   */
  readonly database?: DatabaseAttributes;
  /** CACHE_HOST, CACHE_PORT and CACHE_USER, the identity's object id; a token is the password. @default - none */
  readonly cache?: CacheAttributes;
  /** Read and written; key `artifacts` gives ARTIFACTS_BUCKET and ARTIFACTS_BUCKET_URL. @default - none */
  readonly buckets?: Readonly<Record<string, BucketAttributes>>;
  /** Queues it sends to; key `jobs` gives JOBS_QUEUE_URL. @default - none */
  readonly sendsTo?: Readonly<Record<string, QueueAttributes>>;
  /** The queue whose messages it handles (QUEUE_URL). @default - none */
  readonly worksOff?: QueueAttributes;
  /** Run-time configuration and feature flags (CONFIGURATION_ENDPOINT). @default - none */
  readonly configuration?: { readonly id: string; readonly endpoint: string };
  /** Namespace of the metrics that it publishes (METRIC_NAMESPACE). @default - none */
  readonly metricNamespace?: string;
}

/** The plain variables of a container; one that it sets itself, as a value or from a secret, wins over a connection's. */
export function serviceEnvironment(
  container: ContainerProps,
  connections: ServiceConnections,
  identity: IdentityAttributes,
): Record<string, string> {
  const { database, cache, buckets, worksOff, configuration, metricNamespace } = connections;
  const connected = {
    // Which of Azure's identities the SDKs take.
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
    ...(worksOff && { QUEUE_URL: worksOff.queueUrl }),
    ...(configuration && { CONFIGURATION_ENDPOINT: configuration.endpoint }),
    ...(metricNamespace && { METRIC_NAMESPACE: metricNamespace }),
  };
  const isSecret = (variable: string) => variable in (container.secrets ?? {});
  return {
    ...Object.fromEntries(Object.entries(connected).filter(([variable]) => !isSecret(variable))),
    ...container.environment,
  };
}

/** The roles that go with the connections. */
export function connectionRoles(connections: ServiceConnections): Roles {
  const { buckets, sendsTo, worksOff, configuration } = connections;
  return {
    ...byKey("bucket", "Storage Blob Data Contributor", buckets, ({ id }) => id),
    ...byKey("sends-to", "Azure Service Bus Data Sender", sendsTo, ({ queueId }) => queueId),
    ...(worksOff && { "works-off": { role: "Azure Service Bus Data Receiver", scope: worksOff.queueId } }),
    ...(configuration && { configuration: { role: "App Configuration Data Reader", scope: configuration.id } }),
  };
}

function byKey<T>(
  prefix: string,
  role: string,
  items: Readonly<Record<string, T>> = {},
  scope: (item: T) => string,
): Record<string, RoleGrant> {
  return Object.fromEntries(
    Object.entries(items).map(([key, item]) => [`${prefix}-${key}`, { role, scope: scope(item) }]),
  );
}
