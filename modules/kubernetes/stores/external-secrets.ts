import type { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";

/** The source of one entry of a Secret, by name; the value itself is never given. */
export interface SecretReference {
  readonly store: "secrets-manager" | "parameter-store" | "vault";
  /** Name or ARN of the secret, name of the parameter, or path in Vault. */
  readonly key: string;
  /** Field of the value, which is then a JSON object. @default - the whole value */
  readonly property?: string;
}

export interface ExternalSecretsProps {
  readonly names: Names;
  readonly namespace: string;
  /** AWS Secrets Manager and Parameter Store. @default - neither */
  readonly aws?: {
    /**
     * Role that may read the sources, in the region of `names`. Its trust policy names the service account
     * `ExternalSecrets.serviceAccountName` of the namespace.
     */
    readonly roleArn: string;
  };
  /** HashiCorp Vault. Access is by the same service account, through Vault's mount `kubernetes`. @default - none */
  readonly vault?: {
    readonly server: string;
    /** Role in Vault that the service account takes. */
    readonly role: string;
    /** Path of the key-value engine, version 2. */
    readonly path: string;
  };
  /**
   * Entries of the Secret `postgres-credentials`. A secret that RDS manages has no host: it comes from Parameter Store, or
   * the application gets it in another way. @default - no such Secret
   */
  readonly postgres?: Readonly<Record<"username" | "password", SecretReference>> & { readonly host?: SecretReference };
  /** Entries of the Secret `redis-credentials`; no password, because the user signs in with IAM. @default - no such Secret */
  readonly redis?: Readonly<Record<"username" | "host" | "port", SecretReference>>;
  /** Entries of the Secret `api-keys`. Keys of AWS do not belong here, because pods have roles. @default - no such Secret */
  readonly apiKeys?: Readonly<Record<string, SecretReference>>;
  /** The release of External Secrets. @default - the cluster has it already */
  readonly dependsOn?: ITerraformDependable[];
}

/** Secrets of a namespace that External Secrets copies from AWS or Vault, and copies again at intervals. */
export class ExternalSecrets extends Construct {
  /** The service account that reads the stores (document 003). */
  static readonly serviceAccountName = "external-secrets-sa";
  /** Names of the Secrets that External Secrets makes. */
  readonly secretNames: readonly string[];
  /** For resources that need the Secrets. */
  readonly release: Release;

  constructor(scope: Construct, id: string, props: ExternalSecretsProps) {
    super(scope, id);
    const { names, aws, vault } = props;
    const secrets = [
      // A changed password arrives within an hour. A Secret whose source was deleted is deleted.
      { name: "postgres-credentials", refresh: "1h", deletion: "Delete", data: props.postgres },
      { name: "redis-credentials", refresh: "1h", deletion: "Delete", data: props.redis },
      { name: "api-keys", refresh: "6h", deletion: "Retain", data: props.apiKeys },
    ].filter(({ data }) => data && Object.keys(data).length > 0);
    for (const { name, data } of secrets) {
      for (const [entry, { store }] of Object.entries(data ?? {})) {
        if (store === "vault" ? !vault : !aws) {
          const missing = store === "vault" ? "vault" : "aws";
          throw new Error(`${name}: ${entry} comes from ${store}: expected ${missing} to be set, found nothing`);
        }
      }
    }

    this.release = new LocalChart(this, "secrets", {
      chart: "secrets",
      release: names.of("helm_release", "secrets"),
      namespace: props.namespace,
      values: {
        labels: labels(names, names.name),
        serviceAccount: ExternalSecrets.serviceAccountName,
        ...(aws && { aws: { region: names.region, ...aws } }),
        ...(vault && { vault: { mountPath: "kubernetes", ...vault } }),
        secrets,
      },
      dependsOn: props.dependsOn,
    }).release;
    this.secretNames = secrets.map(({ name }) => name);
  }
}
