import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface RuntimeConfigurationProps {
  readonly names: Names;
  /** KMS key of the values (`EncryptionKey` for the service `secret-manager`). @default - keys that Google manages */
  readonly keyId?: string;
  /** Flags that the application reads while it runs, published as one JSON object under `feature_flags`. */
  readonly featureFlags: Readonly<Record<string, boolean | string | number>>;
  /** More values that the application reads, such as a CA certificate. No secrets, because the state contains them. @default - none */
  readonly values?: Readonly<Record<string, string>>;
}

/** Secret Manager's limit for one version, in bytes. */
const longestValue = 65_536;

/** Feature flags and other values that an application reads while it runs, each as the secret `<path>-<key>` in Secret Manager. */
export class RuntimeConfiguration extends Construct {
  /** `projects/<project>/secrets/<name>-<environment>`; the flags are `<path>-feature_flags/versions/latest`. */
  readonly path: string;
  /** The secrets, flags first. Readers need `roles/secretmanager.secretAccessor` on each. */
  readonly secretIds: readonly string[];

  constructor(scope: Construct, id: string, props: RuntimeConfigurationProps) {
    super(scope, id);
    const { names, keyId, values = {} } = props;
    const flags = JSON.stringify(props.featureFlags);
    if (Buffer.byteLength(flags) > longestValue) {
      throw new Error(
        `feature flags: expected at most ${longestValue} bytes as JSON, found ${Buffer.byteLength(flags)}`,
      );
    }

    const publish = (key: string, value: string) => {
      const secret = new SecretManagerSecret(this, key, {
        secretId: names.of("gcp_secret", key),
        replication: {
          userManaged: {
            replicas: [
              {
                location: names.region,
                customerManagedEncryption: keyId ? { kmsKeyName: keyId } : undefined,
              },
            ],
          },
        },
      });
      new SecretManagerSecretVersion(this, `${key}-version`, {
        secret: secret.id,
        secretData: value,
        // There is always a version for readers of `latest`.
        lifecycle: { createBeforeDestroy: true },
      });
      return secret.id;
    };

    this.path = `projects/${names.accountId}/secrets/${names.prefix}`;
    this.secretIds = [
      publish("feature_flags", flags),
      ...Object.entries(values).map(([key, value]) => publish(key, value)),
    ];
  }
}
