import type { ContainerProps } from "../../container";

/** A PostgreSQL database outside the cluster. */
export interface DatabaseConnection {
  /** Host name; often only known to Terraform. @default - the secret's key `host` */
  readonly host?: string;
  /** @default 5432 */
  readonly port?: number;
  readonly databaseName: string;
  /** Secret of the namespace with the keys `username` and `password`, e.g. `postgres-credentials` (document 003). */
  readonly secretName: string;
}

/** A Redis cache outside the cluster, over TLS. */
export interface CacheConnection {
  readonly host: string;
  /** @default 6379 */
  readonly port?: number;
  /** The user that signs in with IAM, where the cache knows it. @default - none */
  readonly userName?: string;
  /** Secret of the namespace with the key `password`, e.g. `redis-credentials`. @default - no password: signs in with IAM */
  readonly secretName?: string;
}

/** What a service uses; it finds each in the variables that it has on the other platforms, too. */
export interface WorkloadConnections {
  /** DATABASE_HOST, DATABASE_PORT, DATABASE_NAME; from the secret DATABASE_USER and DATABASE_PASSWORD. @default - none */
  readonly database?: DatabaseConnection;
  /** CACHE_HOST, CACHE_PORT, with a user CACHE_USER, with a secret CACHE_PASSWORD. @default - none */
  readonly cache?: CacheConnection;
  /** Parameter Store path that it reads while it runs, with a leading slash (PARAMETER_PATH). @default - none */
  readonly parameterPath?: string;
}

export interface WorkloadVariables {
  /** Plain, for the ConfigMap. */
  readonly environment: Readonly<Record<string, string>>;
  /** NAME → `secret/key`. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Every variable of a container; one that the container sets itself wins over a connection's. */
export function workloadVariables(
  container: ContainerProps,
  { database, cache, parameterPath }: WorkloadConnections,
): WorkloadVariables {
  const own = { ...container.environment, ...container.secrets };
  const others = (variables: Readonly<Record<string, string | undefined | false>>) =>
    Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1]) && !(entry[0] in own));
  return {
    environment: {
      ...Object.fromEntries(
        others({
          DATABASE_HOST: database?.host,
          DATABASE_PORT: database && String(database.port ?? 5432),
          DATABASE_NAME: database?.databaseName,
          CACHE_HOST: cache?.host,
          CACHE_PORT: cache && String(cache.port ?? 6379),
          CACHE_USER: cache?.userName,
          PARAMETER_PATH: parameterPath,
        }),
      ),
      ...container.environment,
    },
    secrets: {
      ...Object.fromEntries(
        others({
          DATABASE_HOST: database && !database.host && `${database.secretName}/host`,
          DATABASE_USER: database && `${database.secretName}/username`,
          DATABASE_PASSWORD: database && `${database.secretName}/password`,
          CACHE_PASSWORD: cache?.secretName && `${cache.secretName}/password`,
        }),
      ),
      ...container.secrets,
    },
  };
}
