import type { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";

/** Where one entry of a Secret comes from: a name, never a value. */
export interface SecretReference {
  readonly store: "secrets-manager" | "parameter-store" | "vault";
  /** Name or ARN of the secret, name of the parameter, or path in Vault. */
  readonly key: string;
  /** Field of a secret that is a JSON object. @default - the whole value */
  readonly property?: string;
}

export interface ExternalSecretsProps {
  readonly names: Names;
  readonly namespace: string;
  /** AWS Secrets Manager and Parameter Store. @default - neither */
  readonly aws?: {
    /**
     * Role that may read what is referred to. Its trust policy names the service account
     * `ExternalSecrets.serviceAccountName` of the namespace.
     */
    readonly roleArn: string;
    /** @default - the region of `names` */
    readonly region?: string;
  };
  /** HashiCorp Vault, signed in to with the service account. @default - none */
  readonly vault?: {
    readonly server: string;
    /** Vault's role for the service account. */
    readonly role: string;
    /** Key-value engine, version 2. @default "secret" */
    readonly path?: string;
    /** Kubernetes authentication in Vault. @default "kubernetes" */
    readonly mountPath?: string;
  };
  /** Secret `postgres-credentials`. An RDS-managed secret holds no host: that comes from Parameter Store. */
  readonly postgres?: Readonly<Record<"username" | "password" | "host", SecretReference>>;
  /** Secret `redis-credentials`. There is no password: its user signs in with IAM. @default - no such secret */
  readonly redis?: Readonly<Record<"username" | "host" | "port", SecretReference>>;
  /** Secret `api-keys`: entry → reference. AWS keys are not among them: pods have roles. @default - no such secret */
  readonly apiKeys?: Readonly<Record<string, SecretReference>>;
  /** The release that brings External Secrets. @default - it is there */
  readonly dependsOn?: ITerraformDependable[];
}

/** Secrets of a namespace that External Secrets fills, and fills again, from AWS or Vault. */
export class ExternalSecrets extends Construct {
  /** Who reads the stores (document 003). */
  static readonly serviceAccountName = "external-secrets-sa";
  /** Names of the Secrets that there will be. */
  readonly secretNames: readonly string[];
  /** For what needs the Secrets. */
  readonly release: Release;

  constructor(scope: Construct, id: string, props: ExternalSecretsProps) {
    super(scope, id);
    const { names, aws, vault } = props;
    const secrets = [
      // A changed password is there within the hour; a secret whose source is gone is removed.
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
      release: `${names.prefix}-secrets`,
      namespace: props.namespace,
      values: {
        labels: labels(names, names.system),
        serviceAccount: ExternalSecrets.serviceAccountName,
        ...(aws && { aws: { region: names.region, ...aws } }),
        ...(vault && { vault: { path: "secret", mountPath: "kubernetes", ...vault } }),
        secrets,
      },
      dependsOn: props.dependsOn,
    }).release;
    this.secretNames = secrets.map(({ name }) => name);
  }
}
