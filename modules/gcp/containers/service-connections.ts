/** A PostgreSQL database on Cloud SQL. The service's account becomes an IAM user in it; an access token is the password. */
export interface DatabaseConnection {
  /** Private address. */
  readonly endpoint: string;
  readonly port: number;
  readonly databaseName: string;
  /** Cloud SQL instance. */
  readonly instanceName: string;
  /** Certificates, PEM, of the authority that signs the server's; it is the instance's own. @default - the client has them */
  readonly caCertificate?: string;
  /** Addresses of the read replicas. @default - none */
  readonly replicaEndpoints?: readonly string[];
}

/** A Memorystore instance. The service signs in with an access token of its account. */
export interface CacheConnection {
  /** Private address in the network's subnet. */
  readonly primaryEndpoint: string;
  readonly port: number;
  /** User name; the password is an access token of the service's account. */
  readonly userName: string;
  /** `projects/…/locations/…/instances/…`, for the condition of the role. */
  readonly instanceName: string;
  /** Certificates, PEM, of the authority that signs the server's; it is the instance's own. @default - the client has them */
  readonly caCertificate?: string;
}

/** A Cloud Storage bucket. */
export interface BucketConnection {
  readonly bucketName: string;
}

/** A Pub/Sub topic with the subscription of its one worker. */
export interface QueueConnection {
  /** Topic to publish to: `projects/…/topics/…`. */
  readonly topicId: string;
  /** Subscription to pull from: `projects/…/subscriptions/…`. */
  readonly subscriptionId: string;
}

/** Values in Secret Manager that the service reads while it runs. */
export interface ConfigurationConnection {
  /** Beginning of the names of its secrets: `projects/…/secrets/…`. */
  readonly path: string;
  readonly secretIds: readonly string[];
}

/** A bucket that is mounted as a folder. */
export interface BucketMount {
  readonly bucket: BucketConnection;
  /** Folder in the container, such as `/data`. */
  readonly path: string;
}

/** What a service uses. Each connection adds variables, roles on that resource only and, where needed, a firewall rule to it. */
export interface ServiceConnections {
  /**
   * DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER, DATABASE_CA_CERTIFICATE and, with replicas, DATABASE_REPLICA_HOSTS
   * (separated by commas).
   * @default - none
   */
  readonly database?: DatabaseConnection;
  /** CACHE_HOST, CACHE_PORT, CACHE_USER, CACHE_CA_CERTIFICATE. @default - none */
  readonly cache?: CacheConnection;
  /**
   * A bucket mounted as a folder (SHARED_PATH) through Cloud Storage FUSE. It has no locks: the last writer of a file wins.
   * @default - none
   */
  readonly mount?: BucketMount;
  /** Read and written; key `artifacts` gives ARTIFACTS_BUCKET. @default - none */
  readonly buckets?: Readonly<Record<string, BucketConnection>>;
  /** Queues it sends to; key `jobs` gives JOBS_QUEUE_URL, the topic's full name. @default - none */
  readonly sendsTo?: Readonly<Record<string, QueueConnection>>;
  /** The queue whose messages it handles (QUEUE_URL, the subscription's full name). @default - none */
  readonly consumes?: QueueConnection;
  /** Run-time configuration and feature flags that it reads (PARAMETER_PATH). @default - none */
  readonly configuration?: ConfigurationConnection;
  /** Namespace of the metrics that it publishes to Cloud Monitoring (METRIC_NAMESPACE). @default - none */
  readonly metricNamespace?: string;
}
