import "cdktf/lib/testing/adapters/jest";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Testing } from "cdktf";
import { PostgresDatabase } from "../../../../modules/aws/databases/postgres-database";
import { names, network } from "../fixtures";

function synth(rotationLambdaArn?: string): string {
  return Testing.synthScope((scope) => {
    const database = new PostgresDatabase(scope, "database", {
      names,
      name: "main",
      network,
      keyArn: "arn:key",
      engineVersion: "16",
      instanceClass: "db.m7g.large",
      storageGib: 100,
      databaseName: "app",
      readReplicas: 2,
      rotationLambdaArn,
    });
    expect(database.replicaEndpoints).toHaveLength(2);
  });
}

/** The arguments of every resource of a type, in the order of their construction. */
function resources(synthesized: string, type: { tfResourceType: string }): Record<string, string>[] {
  return Object.values(JSON.parse(synthesized).resource[type.tfResourceType]);
}

describe("PostgresDatabase with read replicas", () => {
  test("the password is ours, because RDS refuses replicas of an instance whose password it manages", () => {
    const [primary] = resources(synth(), DbInstance);
    expect(primary).not.toHaveProperty("manage_master_user_password");
    expect(primary).toMatchObject({
      password_wo: expect.stringMatching(
        /^\$\{jsondecode\(ephemeral\.aws_secretsmanager_secret_version\.\w+\.secret_string\)\.password\}$/,
      ),
      password_wo_version: 1,
    });
  });

  test("the password passes through write-only arguments alone, so it is in no state", () => {
    const synthesized = synth();
    for (const version of resources(synthesized, SecretsmanagerSecretVersion)) {
      expect(version).toHaveProperty("secret_string_wo");
      expect(version).not.toHaveProperty("secret_string");
    }
    const uses = synthesized.split("\n").filter((line) => line.includes("ephemeral."));
    expect(uses).toHaveLength(3);
    for (const line of uses) {
      expect(line).toMatch(/"(secret_string_wo|password_wo)":/);
    }
  });

  test("every ephemeral reference has its ephemeral resource", () => {
    const synthesized = synth();
    const { ephemeral } = JSON.parse(synthesized);
    const references = [...synthesized.matchAll(/ephemeral\.(\w+)\.(\w+)\./g)];
    expect(references).not.toHaveLength(0);
    for (const [, type, name] of references) {
      expect(ephemeral).toHaveProperty([type, name]);
    }
  });

  test("the secret is read back only when it has a version, and tells rotation where the database is", () => {
    const synthesized = synth();
    const [initial, located] = resources(synthesized, SecretsmanagerSecretVersion);
    const [read] = Object.values<{ secret_id: string }>(
      JSON.parse(synthesized).ephemeral.aws_secretsmanager_secret_version,
    );
    expect(read.secret_id).toMatch(/^\$\{aws_secretsmanager_secret_version\.\w+\.arn\}$/);
    expect(initial.secret_string_wo).toContain('"username" = "postgres"');
    expect(located.secret_string_wo).toMatch(/"host" = aws_db_instance\.\w+\.address/);
  });

  test("the secret is encrypted with the key and rotated every 30 days by the given function", () => {
    const synthesized = synth("arn:rotate");
    expect(synthesized).toHaveResourceWithProperties(SecretsmanagerSecret, {
      name: "/test-execution/prod/main/master",
      kms_key_id: "arn:key",
    });
    expect(synthesized).toHaveResourceWithProperties(SecretsmanagerSecretRotation, {
      rotation_lambda_arn: "arn:rotate",
      rotation_rules: { automatically_after_days: 30 },
    });
  });

  test("a replica is as safe as its source and takes login, size and key from it", () => {
    const [, ...replicas] = resources(synth(), DbInstance);
    expect(replicas.map(({ identifier }) => identifier)).toEqual([
      "test-execution-prod-main-replica-1",
      "test-execution-prod-main-replica-2",
    ]);
    for (const replica of replicas) {
      expect(replica).toMatchObject({
        replicate_source_db: expect.stringContaining("aws_db_instance."),
        storage_encrypted: true,
        publicly_accessible: false,
        deletion_protection: true,
        skip_final_snapshot: true,
      });
      for (const argument of ["password_wo", "username", "allocated_storage", "kms_key_id"]) {
        expect(replica).not.toHaveProperty(argument);
      }
    }
  });
});
