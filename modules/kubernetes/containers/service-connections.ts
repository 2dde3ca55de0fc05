/** A PostgreSQL database outside the cluster. */
export interface DatabaseConnection {
  readonly databaseName: string;
  /** Secret of the namespace with the entries `username` and `password`, e.g. `postgres-credentials` (document 003). */
  readonly secretName: string;
}

/** A Redis cache outside the cluster, reached over TLS. Its user signs in with IAM, so there is no password. */
export interface CacheConnection {
  /** Secret of the namespace with the entries `host`, `port` and `username`, e.g. `redis-credentials`. */
  readonly secretName: string;
}

/** What a service connects to. The variables have the same names on every cloud. */
export interface ServiceConnections {
  /** DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER and DATABASE_PASSWORD. @default - none */
  readonly database?: DatabaseConnection;
  /** CACHE_HOST, CACHE_PORT and CACHE_USER. @default - none */
  readonly cache?: CacheConnection;
  /** PARAMETER_PATH: Parameter Store path that the service reads at run time, with a leading slash. @default - none */
  readonly parameterPath?: string;
}
