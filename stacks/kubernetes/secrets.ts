import type { TerraformStack } from "cdktf";
import type { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
import { ExternalSecrets } from "../../modules/kubernetes/stores/external-secrets";
import { mapValues } from "../../modules/records";
import type { ClusterConnection } from "./cluster-connection";
import type { NamespaceContext, Settings } from "./context";
import { releases } from "./platform";

export interface SecretsInputs {
  readonly cluster: ClusterConnection;
  readonly platform: PlatformServices;
}

/** The Secrets of the namespace, from the store that the settings name. Undefined where they name none. */
export function addSecrets(
  stack: TerraformStack,
  { secrets, database: hasDatabase, cache: hasCache }: Settings,
  { names, namespace }: NamespaceContext,
  { cluster: { own }, platform }: SecretsInputs,
): ExternalSecrets | undefined {
  if (secrets.store === "none") return undefined;
  const store = secrets.store === "vault" ? "vault" : "secrets-manager";
  const database = hasDatabase && (secrets.database_secret ?? own?.databaseSecretArn);
  const published = (key: string) => ({ store: "parameter-store" as const, key: names.path(key) });
  return new ExternalSecrets(stack, "secrets", {
    names,
    namespace,
    aws: own || secrets.role_arn ? { roleArn: secrets.role_arn ?? own?.roleArn("external-secrets") ?? "" } : undefined,
    vault: secrets.vault,
    postgres: database
      ? {
          username: { store, key: database, property: "username" },
          password: { store, key: database, property: "password" },
          host: own ? published("database_host") : { store, key: database, property: "host" },
        }
      : undefined,
    redis: own &&
      hasCache && {
        username: published("cache_user"),
        host: published("cache_host"),
        port: published("cache_port"),
      },
    apiKeys: mapValues(secrets.api_keys, (reference) => {
      const [key = "", property] = reference.split("#");
      return { store, key, property };
    }),
    dependsOn: releases(platform, "external-secrets"),
  });
}
