import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface DatabasePasswordProps {
  readonly names: Names;
  /** The database that the secret's name is made of. */
  readonly name: string;
  readonly instanceName: string;
  readonly username: string;
  /** The password; must be ephemeral, such as a variable of that kind, or it would stand in plan and state. */
  readonly password: string;
  /** Counted up when the password changes, since nothing else tells Terraform that it did. */
  readonly version: number;
  /** Secret Manager refuses to delete the secret. */
  readonly protected: boolean;
}

/** A user with a password, which Terraform writes to Cloud SQL and to Secret Manager and never reads back or stores. */
export class DatabasePassword extends Construct {
  /** `projects/…/secrets/…` */
  readonly secretId: string;
  /** The version that the database has. */
  readonly secretVersion: string;

  constructor(scope: Construct, id: string, props: DatabasePasswordProps) {
    super(scope, id);
    const { names, name, password, version } = props;
    const secret = new SecretManagerSecret(this, "secret", {
      secretId: names.of("generic", `${name}-password`),
      replication: { userManaged: { replicas: [{ location: names.region }] } },
      deletionProtection: props.protected,
    });
    const current = new SecretManagerSecretVersion(this, "version", {
      secret: secret.id,
      secretDataWo: password,
      secretDataWoVersion: version,
      lifecycle: { createBeforeDestroy: true },
    });
    new SqlUser(this, "user", {
      instance: props.instanceName,
      name: props.username,
      passwordWo: password,
      passwordWoVersion: version,
      deletionPolicy: "ABANDON", // PostgreSQL refuses to drop a user that owns something.
    });

    this.secretId = secret.id;
    this.secretVersion = current.version;
  }
}
