import type { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { DatabasePassword } from "./database-password";

export interface DatabaseRotationProps {
  /** The secret that is rotated. */
  readonly password: DatabasePassword;
  /** The instance whose master login the password is. */
  readonly instance: DbInstance;
  /**
   * A function made from AWS's template SecretsManagerRDSPostgreSQLRotationSingleUser. It must reach the instance, and
   * Secrets Manager must be allowed to invoke it. @default - no rotation
   */
  readonly rotationLambdaArn?: string;
}

/** Adds host and port of the database to its secret, which rotation needs, and rotates the password every 30 days. */
export class DatabaseRotation extends Construct {
  constructor(scope: Construct, id: string, { password, instance, rotationLambdaArn }: DatabaseRotationProps) {
    super(scope, id);
    const location = {
      engine: instance.engine,
      host: instance.address,
      port: instance.port,
      dbname: instance.dbName,
      dbInstanceIdentifier: instance.identifier,
    };
    const located = new SecretsmanagerSecretVersion(this, "located", {
      secretId: password.secretArn,
      secretStringWo: Fn.jsonencode(Fn.merge([Fn.jsondecode(password.ephemeralSecret), location])),
      secretStringWoVersion: 1,
    });
    if (rotationLambdaArn) {
      new SecretsmanagerSecretRotation(this, "schedule", {
        secretId: located.secretId,
        rotationLambdaArn,
        rotationRules: { automaticallyAfterDays: 30 },
        dependsOn: [located],
      });
    }
  }
}
