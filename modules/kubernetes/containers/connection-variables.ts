import type { ContainerProps } from "../../container";
import type { Names } from "../../names";
import { tracingVariables } from "../../tracing";
import { databaseSecretPath, type ServiceConnections } from "./service-connections";

export interface ContainerVariables {
  /** Plain values, for the ConfigMap. */
  readonly environment: Readonly<Record<string, string>>;
  /** NAME → `<secret>/<entry>`. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Every variable of a container of `app`. A variable that the container itself sets replaces the connection's. */
export function containerVariables(
  { names, app }: { readonly names: Names; readonly app: string },
  container: ContainerProps,
  { database, cache, parameterPath, traces }: ServiceConnections,
): ContainerVariables {
  const own = { ...container.environment, ...container.secrets };
  const unlessOwn = (variables: Readonly<Record<string, string | undefined | false>>) =>
    Object.fromEntries(
      Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1]) && !(entry[0] in own)),
    );
  return {
    environment: {
      ...unlessOwn({
        DATABASE_PORT: database && "5432",
        DATABASE_NAME: database?.databaseName,
        DATABASE_PASSWORD_FILE: database && `${databaseSecretPath}/password`,
        DATABASE_SECRET_ARN: database?.secretArn,
        PARAMETER_PATH: parameterPath,
        ...(traces && tracingVariables(traces, names, app, traces.endpoint)),
      }),
      ...container.environment,
    },
    secrets: {
      ...unlessOwn({
        DATABASE_HOST: database && `${database.secretName}/host`,
        DATABASE_USER: database && `${database.secretName}/username`,
        DATABASE_PASSWORD: database && `${database.secretName}/password`,
        CACHE_HOST: cache && `${cache.secretName}/host`,
        CACHE_PORT: cache && `${cache.secretName}/port`,
        CACHE_USER: cache && `${cache.secretName}/username`,
      }),
      ...container.secrets,
    },
  };
}
