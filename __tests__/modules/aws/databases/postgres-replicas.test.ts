import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { PostgresDatabase } from "../../../../modules/aws/databases/postgres-database";
import { synthesized } from "../../../synthesized";
import { names, network } from "../fixtures";

const make = (rotationLambdaArn?: string) =>
  synthesized((scope) => {
    const database = new PostgresDatabase(scope, "database", {
      names,
      name: "main",
      network,
      keyArn: "arn:key",
      engineVersion: "16",
      instanceClass: "db.m7g.large",
      storageGib: 100,
      databaseName: "app",
      multiAz: true,
      backupDays: 30,
      monitoringSeconds: 60,
      performanceInsightsDays: 7,
      logDays: 30,
      readReplicas: 2,
      rotationLambdaArn,
    });
    expect(database.replicaEndpoints).toHaveLength(2);
  });

describe("PostgresDatabase with read replicas", () => {
  test("the stack makes the password, because RDS refuses replicas of an instance whose password it manages", () => {
    const [primary] = make().all(DbInstance);
    expect(primary).not.toHaveProperty("manage_master_user_password");
    expect(primary).toMatchObject({
      password_wo: expect.stringMatching(
        /^\$\{jsondecode\(ephemeral\.aws_secretsmanager_secret_version\.\w+\.secret_string\)\.password\}$/,
      ),
      password_wo_version: 1,
    });
  });

  test("the password passes through write-only arguments alone, so it is in no state", () => {
    const made = make();
    for (const version of made.all(SecretsmanagerSecretVersion)) {
      expect(version).toHaveProperty("secret_string_wo");
      expect(version).not.toHaveProperty("secret_string");
    }
    const uses = made.text.split("\n").filter((line) => line.includes("ephemeral."));
    expect(uses).toHaveLength(3);
    for (const line of uses) {
      expect(line).toMatch(/"(secret_string_wo|password_wo)":/);
    }
  });

  test("every ephemeral reference has its ephemeral resource", () => {
    const made = make();
    const { ephemeral } = made.json;
    const references = [...made.text.matchAll(/ephemeral\.(\w+)\.(\w+)\./g)];
    expect(references).not.toHaveLength(0);
    for (const [, type, name] of references) {
      expect(ephemeral).toHaveProperty([type, name]);
    }
  });

  test("the secret is read back only when it has a version, and holds where the database is, which rotation needs", () => {
    const made = make();
    const [initial, located] = made.all(SecretsmanagerSecretVersion);
    const [read] = Object.values<{ secret_id: string }>(made.json.ephemeral.aws_secretsmanager_secret_version);
    expect(read.secret_id).toMatch(/^\$\{aws_secretsmanager_secret_version\.\w+\.arn\}$/);
    expect(initial.secret_string_wo).toContain('"username" = "postgres"');
    expect(located.secret_string_wo).toMatch(/"host" = aws_db_instance\.\w+\.address/);
  });

  test("the secret is encrypted with the key and rotated every 30 days by the given function", () => {
    const made = make("arn:rotate");
    expect(made).toHaveResourceWithProperties(SecretsmanagerSecret, {
      name: "/test-execution/prod/main/master",
      kms_key_id: "arn:key",
    });
    expect(made).toHaveResourceWithProperties(SecretsmanagerSecretRotation, {
      rotation_lambda_arn: "arn:rotate",
      rotation_rules: { automatically_after_days: 30 },
    });
  });

  test("a replica is as safe as its source and takes login, size and key from it", () => {
    const [, ...replicas] = make().all(DbInstance);
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
