import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Fn, propertyAccess, ref, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface DatabasePasswordProps {
  readonly names: Names;
  /** The database's name, which is part of the secret's. */
  readonly name: string;
  /** Encrypts the secret. */
  readonly keyArn: string;
  /** The user whose password it is. */
  readonly username: string;
  /** Whether a deleted secret can be restored for 30 days; otherwise its name is free at once. */
  readonly protected: boolean;
}

/**
 * A master password in Secrets Manager that appears in no plan and no state. It needs ephemeral resources (Terraform or
 * OpenTofu 1.11), and the role that plans must be allowed to read the secret.
 */
export class DatabasePassword extends Construct {
  readonly secretArn: string;
  /** The secret's current JSON; only for write-only arguments. */
  readonly ephemeralSecret: string;
  /** The password in it; only for write-only arguments. */
  readonly ephemeralPassword: string;

  constructor(scope: Construct, id: string, props: DatabasePasswordProps) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, "secret", {
      name: props.names.path(`${props.name}/master`),
      description: `Master login of the database ${props.names.of("database", props.name)}`,
      kmsKeyId: props.keyArn,
      recoveryWindowInDays: props.protected ? 30 : 0,
    });
    // Every run generates a password, but only the first one is written, because the version stays 1.
    const generated = ephemeral(secret, "aws_secretsmanager_random_password", {
      password_length: 40,
      exclude_punctuation: true, // RDS refuses some signs, connection strings others.
    });
    const initial = new SecretsmanagerSecretVersion(this, "initial", {
      secretId: secret.id,
      secretStringWo: Fn.jsonencode({ username: props.username, password: generated("random_password") }),
      secretStringWoVersion: 1,
    });
    // Read from the secret rather than taken from above, so that secret and database agree after an interrupted deploy.
    // The version's ARN equals the secret's, but is unknown until there is a version, so Terraform does not read too early.
    const current = ephemeral(secret, "aws_secretsmanager_secret_version", { secret_id: initial.arn });

    this.secretArn = secret.arn;
    this.ephemeralSecret = current("secret_string");
    this.ephemeralPassword = Token.asString(propertyAccess(Fn.jsondecode(this.ephemeralSecret), ["password"]));
  }
}

/** Adds an ephemeral resource to the JSON, which cdktf 0.21 has no class for. Returns a function that refers to an attribute. */
function ephemeral(owner: SecretsmanagerSecret, type: string, config: object): (attribute: string) => string {
  const stack = TerraformStack.of(owner);
  stack.addOverride(`ephemeral.${type}.${owner.friendlyUniqueId}`, config);
  return (attribute) => Token.asString(ref(`ephemeral.${type}.${owner.friendlyUniqueId}.${attribute}`, stack));
}
