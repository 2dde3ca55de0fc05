import type { Statement } from "../access/policy";

/** A connection of a function to a resource: the variables by which the code finds it and the rights that the code needs. */
export interface FunctionLink {
  /** Environment variables of the function, with names in capitals. */
  readonly environment: Readonly<Record<string, string>>;
  /** Statements that the function's role gets. */
  readonly statements: readonly Statement[];
}

/** What a function may do with the items of a table: by key, in a transaction or not, and queries of the table or of its indexes. */
export type TableAction =
  | "BatchGetItem"
  | "BatchWriteItem"
  | "ConditionCheckItem"
  | "DeleteItem"
  | "GetItem"
  | "PutItem"
  | "Query"
  | "QueryIndex"
  | "UpdateItem";

const writesItems: readonly TableAction[] = ["BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"];

/**
 * Links a table: the variable holds its name. Name the actions that the code needs; in a transaction, those of its parts. There is
 * no right to scan, because a scan reads and costs the whole table; a function that needs one has its own link for it.
 */
export function tableLink(
  variable: string,
  table: { readonly tableName: string; readonly tableArn: string; readonly keyArn: string },
  allowed: readonly TableAction[],
): FunctionLink {
  const { tableName, tableArn, keyArn } = table;
  const actions = allowed.filter((action) => action !== "QueryIndex").map((action) => `dynamodb:${action}`);
  const write = allowed.some((action) => writesItems.includes(action));
  return {
    environment: { [variable]: tableName },
    statements: [
      ...(actions.length > 0 ? [{ actions, resources: [tableArn] }] : []),
      ...(allowed.includes("QueryIndex") ? [{ actions: ["dynamodb:Query"], resources: [`${tableArn}/index/*`] }] : []),
      throughService("dynamodb", keyArn, [
        "kms:Decrypt",
        "kms:DescribeKey",
        ...(write ? ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"] : []),
      ]),
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

/**
 * Links a bucket: the variable holds its name. Name the actions on objects that the code needs; a head request is a GetObject, and a
 * presigned link has the rights of the function that signed it.
 */
export function bucketLink(
  variable: string,
  bucket: { readonly bucketName: string; readonly bucketArn: string; readonly keyArn?: string },
  allowed: readonly ("DeleteObject" | "GetObject" | "PutObject")[],
): FunctionLink {
  const { bucketName, bucketArn, keyArn } = bucket;
  return {
    environment: { [variable]: bucketName },
    statements: [
      // Without this S3 answers 403 instead of 404 for a missing object.
      ...(allowed.includes("GetObject") ? [{ actions: ["s3:ListBucket"], resources: [bucketArn] }] : []),
      { actions: allowed.map((action) => `s3:${action}`), resources: [`${bucketArn}/*`] },
      ...(keyArn
        ? [
            throughService("s3", keyArn, [
              "kms:Decrypt",
              // With a bucket key too: S3 asks for it on the caller's behalf when it writes.
              ...(allowed.includes("PutObject") ? ["kms:GenerateDataKey"] : []),
            ]),
          ]
        : []),
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
