/** A PostgreSQL flexible server that the service's identity may sign in to. */
export interface DatabaseConnection {
  /** Host name. */
  readonly endpoint: string;
  readonly port: number;
  readonly databaseName: string;
  /** Host names of the read replicas. @default - none */
  readonly replicaEndpoints?: readonly string[];
}

/** A cache that has the service's identity as a user. */
export interface CacheConnection {
  readonly primaryEndpoint: string;
  readonly port: number;
}

/** A container in a storage account. */
export interface BucketConnection {
  /** Id of the container, the scope of the role. */
  readonly id: string;
  readonly bucketName: string;
  /** `https://<account>.blob.core.windows.net/<container>` */
  readonly url: string;
}

/** A Service Bus queue. */
export interface QueueConnection {
  /** Id of the queue, the scope of the roles. */
  readonly queueId: string;
  readonly queueName: string;
  /** `https://<namespace>.servicebus.windows.net/<queue>` */
  readonly queueUrl: string;
}

/** A store in App Configuration. */
export interface ConfigurationConnection {
  /** Id of the store, the scope of the role. */
  readonly id: string;
  /** `https://<name>.azconfig.io` */
  readonly endpoint: string;
}

/** What a service uses. Each connection adds variables and the role that it needs. */
export interface ServiceConnections {
  /**
   * DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER (the identity's name) and, with replicas, DATABASE_REPLICA_HOSTS
   * (separated by commas). There is no DATABASE_PASSWORD: a token of the identity is the password. An administrator makes the
   * database user once (`pgaadauth_create_principal`). @default - none
   */
  readonly database?: DatabaseConnection;
  /** CACHE_HOST, CACHE_PORT and CACHE_USER (the identity's object id); a token is the password. @default - none */
  readonly cache?: CacheConnection;
  /** Read and written; key `artifacts` gives ARTIFACTS_BUCKET and ARTIFACTS_BUCKET_URL. @default - none */
  readonly buckets?: Readonly<Record<string, BucketConnection>>;
  /** Queues it sends to; key `jobs` gives JOBS_QUEUE_URL. @default - none */
  readonly sendsTo?: Readonly<Record<string, QueueConnection>>;
  /** The queue whose messages it handles (QUEUE_URL). @default - none */
  readonly consumes?: QueueConnection;
  /** Run-time configuration and feature flags (CONFIGURATION_ENDPOINT). @default - none */
  readonly configuration?: ConfigurationConnection;
  /** Namespace of the metrics that it publishes (METRIC_NAMESPACE). @default - none */
  readonly metricNamespace?: string;
}
