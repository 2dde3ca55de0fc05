/** What a service needs of a PostgreSQL database in the private services of its network. */
export interface DatabaseConnection {
  /** Private address. */
  readonly endpoint: string;
  readonly port: number;
  readonly databaseName: string;
  /** The user that a password of `secretId` belongs to. @default - the service's own account, see `instanceName` */
  readonly username?: string;
  /** Secret with the password: `projects/…/secrets/…`. @default - no password */
  readonly secretId?: string;
  /** @default "latest", read when a replica starts */
  readonly secretVersion?: string;
  /**
   * Cloud SQL instance in which, without a secret, the service's account becomes an IAM user: its access token is the
   * password. @default - no user is made
   */
  readonly instanceName?: string;
  /** Addresses of the read replicas. @default - none */
  readonly replicaEndpoints?: readonly string[];
}

export interface CacheConnection {
  /** Private address in the network's subnet. */
  readonly primaryEndpoint: string;
  readonly port: number;
  /** Who signs in; the password is an access token of the service's account. */
  readonly userName: string;
  /** `projects/…/locations/…/instances/…` */
  readonly instanceName: string;
}

export interface BucketConnection {
  readonly bucketName: string;
}

export interface QueueConnection {
  /** Topic that is published to: `projects/…/topics/…`. */
  readonly topicId: string;
  /** Subscription that is pulled from: `projects/…/subscriptions/…`. */
  readonly subscriptionId: string;
}

export interface ConfigurationConnection {
  /** What the names of its secrets begin with: `projects/…/secrets/…`. */
  readonly path: string;
  readonly secretIds: readonly string[];
}

/** A bucket as a folder. */
export interface BucketMount {
  readonly bucket: BucketConnection;
  /** @default "/data" */
  readonly path?: string;
}

/** What a service uses. Each gives it variables, roles on just that resource and, over the network, a way out to it. */
export interface ServiceConnections {
  /**
   * DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER, with replicas DATABASE_REPLICA_HOSTS (by commas), and with a
   * secret DATABASE_PASSWORD. @default - none
   */
  readonly database?: DatabaseConnection;
  /** CACHE_HOST, CACHE_PORT, CACHE_USER. @default - none */
  readonly cache?: CacheConnection;
  /**
   * A bucket mounted as a folder (SHARED_PATH), through Cloud Storage FUSE: no locks, and the last writer of a file wins.
   * @default - none
   */
  readonly mount?: BucketMount;
  /** Read and written; key `artifacts` gives ARTIFACTS_BUCKET. @default - none */
  readonly buckets?: Readonly<Record<string, BucketConnection>>;
  /** Queues it sends to; key `jobs` gives JOBS_QUEUE_URL, the topic's full name. @default - none */
  readonly sendsTo?: Readonly<Record<string, QueueConnection>>;
  /** The queue whose messages it handles (QUEUE_URL, the subscription's full name). @default - none */
  readonly worksOff?: QueueConnection;
  /** Run-time configuration and feature flags that it reads (PARAMETER_PATH). @default - none */
  readonly configuration?: ConfigurationConnection;
  /** Under which it publishes metrics of its own to Cloud Monitoring (METRIC_NAMESPACE). @default - none */
  readonly metricNamespace?: string;
}

/** Where the bucket is mounted. */
export function mountPath({ path = "/data" }: BucketMount): string {
  return path;
}
