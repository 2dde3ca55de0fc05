import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import type { ServiceConnections } from "./service-connections";

/** What the application itself may do with its connections. `keyArn` encrypts the secrets and parameters that it reads. */
export function connectionPermissions(names: Names, keyArn: string, connections: ServiceConnections): Statement[] {
  const { database, cache, mount, consumes, parameterPath, metricNamespace } = connections;
  const buckets = Object.values(connections.buckets ?? {});
  const sendsTo = Object.values(connections.sendsTo ?? {});
  const statements: Statement[] = [];
  const allow = (actions: string[], resources: string[], conditions?: Statement["conditions"]) => {
    if (resources.length > 0) statements.push({ actions, resources, conditions });
  };

  const decryptFrom = (store: string) =>
    allow(
      ["kms:Decrypt"],
      [keyArn],
      [{ test: "StringEquals", variable: "kms:ViaService", values: [`${store}.${names.region}.amazonaws.com`] }],
    );

  if (database) {
    // Variables are filled when a task starts; after a rotation the application must read the secret itself.
    allow(["secretsmanager:GetSecretValue"], [database.secretArn]);
    decryptFrom("secretsmanager");
  }
  allow(["elasticache:Connect"], cache ? [cache.replicationGroupArn, cache.userArn] : []);
  allow(
    ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    mount ? [mount.fileSystem.fileSystemArn] : [],
    mount && [
      { test: "StringEquals", variable: "elasticfilesystem:AccessPointArn", values: [mount.fileSystem.accessPointArn] },
    ],
  );
  allow(
    ["s3:ListBucket"],
    buckets.map(({ bucketArn }) => bucketArn),
  );
  allow(
    ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    buckets.map(({ bucketArn }) => `${bucketArn}/*`),
  );
  allow(
    ["sqs:SendMessage"],
    sendsTo.map(({ queueArn }) => queueArn),
  );
  allow(
    ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    consumes ? [consumes.queueArn] : [],
  );
  const keys = [...buckets, ...sendsTo, ...(consumes ? [consumes] : [])].flatMap(({ keyArn }) => keyArn ?? []);
  allow(["kms:Decrypt", "kms:GenerateDataKey"], [...new Set(keys)]);
  if (parameterPath) {
    const path = names.arn("ssm", `parameter${parameterPath}`);
    allow(["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"], [path, `${path}/*`]);
    decryptFrom("ssm");
  }
  // PutMetricData has no resources; only a condition on the namespace limits it.
  allow(
    ["cloudwatch:PutMetricData"],
    metricNamespace ? ["*"] : [],
    metricNamespace ? [{ test: "StringEquals", variable: "cloudwatch:namespace", values: [metricNamespace] }] : [],
  );
  return statements;
}
