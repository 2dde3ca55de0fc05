/** A PostgreSQL database. */
export interface DatabaseConnection {
  /** Host name. */
  readonly endpoint: string;
  readonly port: number;
  readonly databaseName: string;
  /** Host names of the read replicas. @default - none */
  readonly replicaEndpoints?: readonly string[];
  /** Secrets Manager secret with the keys `username` and `password`. */
  readonly secretArn: string;
  readonly securityGroupId: string;
}

/** A Redis cache with IAM authentication. */
export interface CacheConnection {
  readonly primaryEndpoint: string;
  readonly port: number;
  readonly securityGroupId: string;
  /** IAM authentication needs the right to connect to both: the replication group and the user. */
  readonly replicationGroupArn: string;
  readonly userArn: string;
  readonly userName: string;
}

/** An EFS file system with an access point. */
export interface FileSystemConnection {
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  readonly accessPointId: string;
  readonly accessPointArn: string;
  readonly securityGroupId: string;
}

/** An S3 bucket. */
export interface BucketConnection {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** @default - S3's own key, which needs no permission */
  readonly keyArn?: string;
}

/** An SQS queue. */
export interface QueueConnection {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly queueName: string;
  readonly keyArn: string;
}

/** What a service connects to. Each connection adds variables, permissions and, on the network, a security-group rule. */
export interface ServiceConnections {
  /**
   * DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, with replicas DATABASE_REPLICA_HOSTS (by commas); from the secret
   * DATABASE_USER and DATABASE_PASSWORD as they are when a task starts, and DATABASE_SECRET_ARN to read it again, because RDS
   * rotates the password while tasks run. @default - none
   */
  readonly database?: DatabaseConnection;
  /** CACHE_HOST, CACHE_PORT and, for IAM authentication, CACHE_USER. @default - none */
  readonly cache?: CacheConnection;
  /** A file system and the absolute path at which it is mounted (SHARED_PATH). @default - none */
  readonly mount?: { readonly fileSystem: FileSystemConnection; readonly path: string };
  /** Read and written; key `artifacts` gives ARTIFACTS_BUCKET. @default - none */
  readonly buckets?: Readonly<Record<string, BucketConnection>>;
  /** Queues it sends to; key `jobs` gives JOBS_QUEUE_URL. @default - none */
  readonly sendsTo?: Readonly<Record<string, QueueConnection>>;
  /** The queue whose messages it handles (QUEUE_URL), and whose backlog scales it. @default - none */
  readonly consumes?: QueueConnection;
  /** Parameter Store path of run-time configuration and feature flags, with a leading slash (PARAMETER_PATH). @default - none */
  readonly parameterPath?: string;
  /** CloudWatch namespace in which it publishes its own metrics (METRIC_NAMESPACE). @default - none */
  readonly metricNamespace?: string;
}
