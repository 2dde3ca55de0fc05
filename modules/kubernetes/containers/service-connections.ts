/** A PostgreSQL database outside the cluster. */
export interface DatabaseConnection {
  readonly databaseName: string;
  /** Secret of the namespace with the entries `username` and `password`, e.g. `postgres-credentials` (document 003). */
  readonly secretName: string;
  /**
   * The secret in Secrets Manager behind `secretName`, for an application that reads the password again after a rotation. Its
   * service account needs the right to. @default - none
   */
  readonly secretArn?: string;
}

/** A Redis cache outside the cluster, reached over TLS. Its user signs in with IAM, so there is no password. */
export interface CacheConnection {
  /** Secret of the namespace with the entries `host`, `port` and `username`, e.g. `redis-credentials`. */
  readonly secretName: string;
}

/** What a service connects to. The variables have the same names on every cloud. */
export interface ServiceConnections {
  /**
   * DATABASE_HOST, DATABASE_PORT, DATABASE_NAME; DATABASE_USER and DATABASE_PASSWORD as they are when a pod starts, and
   * DATABASE_PASSWORD_FILE and DATABASE_SECRET_ARN to read the password again after a rotation. @default - none
   */
  readonly database?: DatabaseConnection;
  /** CACHE_HOST, CACHE_PORT and CACHE_USER. @default - none */
  readonly cache?: CacheConnection;
  /** PARAMETER_PATH: Parameter Store path that the service reads at run time, with a leading slash. @default - none */
  readonly parameterPath?: string;
  /** OTEL_…: the collector of the cluster, and which share of the requests is traced. @default - no traces */
  readonly traces?: { readonly endpoint: string; readonly samplingPercent: number };
}

/** Folder of a container with the entries of the database's Secret as files, which follow a rotation without a restart. */
export const databaseSecretPath = "/app/secrets/database";
