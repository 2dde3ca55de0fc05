import type { Statement } from "../access/policy";

/** A connection of a function to a resource: the variables by which the code finds it and the rights that the code needs. */
export interface FunctionLink {
  /** Environment variables of the function, with names in capitals. */
  readonly environment: Readonly<Record<string, string>>;
  /** Statements that the function's role gets. */
  readonly statements: readonly Statement[];
}

/** What a function may do with the data of a resource. */
export type Access = "read" | "write" | "read-write";

/**
 * Links a table: the variable holds its name. Reading is by key or index. There is no right to scan, because a scan reads and
 * costs the whole table; a function that needs one has its own link for it.
 */
export function tableLink(
  variable: string,
  table: { readonly tableName: string; readonly tableArn: string; readonly keyArn: string },
  access: Access,
): FunctionLink {
  const { tableName, tableArn, keyArn } = table;
  const read = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"];
  const write = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];
  const actions = [...allowed(access, read, write), "dynamodb:ConditionCheckItem"];
  const key = allowed(
    access,
    ["kms:Decrypt", "kms:DescribeKey"],
    ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
  );
  return {
    environment: { [variable]: tableName },
    statements: [
      { actions, resources: access === "write" ? [tableArn] : [tableArn, `${tableArn}/index/*`] },
      throughService("dynamodb", keyArn, key),
    ],
  };
}

/** Links the stream of a table, for a function that gets its changes (`StreamConsumer`). */
export function streamLink(table: { readonly streamArn: string; readonly keyArn: string }): FunctionLink {
  return {
    environment: {},
    statements: [
      {
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [table.streamArn],
      },
      // This action has no resource. It returns only the names of streams.
      { actions: ["dynamodb:ListStreams"], resources: ["*"] },
      throughService("dynamodb", table.keyArn, ["kms:Decrypt"]),
    ],
  };
}

/** Links a bucket: the variable holds its name. */
export function bucketLink(
  variable: string,
  bucket: { readonly bucketName: string; readonly bucketArn: string; readonly keyArn?: string },
  access: Access,
): FunctionLink {
  const { bucketName, bucketArn, keyArn } = bucket;
  const objects = allowed(access, ["s3:GetObject"], ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"]);
  const key = allowed(access, ["kms:Decrypt"], ["kms:Decrypt", "kms:GenerateDataKey"]);
  return {
    environment: { [variable]: bucketName },
    statements: [
      // Without this S3 answers 403 instead of 404 for a missing object.
      ...(access === "write" ? [] : [{ actions: ["s3:ListBucket"], resources: [bucketArn] }]),
      { actions: objects, resources: [`${bucketArn}/*`] },
      ...(keyArn ? [throughService("s3", keyArn, key)] : []),
    ],
  };
}

/** Links a secret: the variable holds its ARN, with which the function reads the value. */
export function secretLink(
  variable: string,
  { secretArn, keyArn }: { readonly secretArn: string; readonly keyArn: string },
): FunctionLink {
  return {
    environment: { [variable]: secretArn },
    statements: [
      { actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] },
      throughService("secretsmanager", keyArn, ["kms:Decrypt"]),
    ],
  };
}

/** Links a topic to publish to: the variable holds its ARN. */
export function topicLink(variable: string, topicArn: string, keyArn: string): FunctionLink {
  return {
    environment: { [variable]: topicArn },
    statements: [
      { actions: ["sns:Publish"], resources: [topicArn] },
      throughService("sns", keyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ],
  };
}

/** Links a queue to send to: the variable holds its URL. */
export function queueLink(
  variable: string,
  queue: { readonly queueUrl: string; readonly queueArn: string; readonly keyArn: string },
): FunctionLink {
  return {
    environment: { [variable]: queue.queueUrl },
    statements: [
      { actions: ["sqs:SendMessage"], resources: [queue.queueArn] },
      throughService("sqs", queue.keyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ],
  };
}

/** Allows the use of a KMS key through one service only, in any region. */
export function throughService(service: string, keyArn: string, actions: string[]): Statement {
  return {
    actions,
    resources: [keyArn],
    conditions: [{ test: "StringLike", variable: "kms:ViaService", values: [`${service}.*.amazonaws.com`] }],
  };
}

function allowed(access: Access, read: string[], write: string[]): string[] {
  if (access === "read-write") return [...new Set([...read, ...write])];
  return access === "read" ? read : write;
}
