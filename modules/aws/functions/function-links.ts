import type { Statement } from "../access/policy";

/** What a function is connected to: how it finds it, and what it may do there. Both in one place, so that neither is forgotten. */
export interface FunctionLink {
  /** Names in capitals, by which the code finds what it is linked to. */
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
}

export type Access = "read" | "write" | "read-write";

/**
 * A table by its name. Reading is by key or index: a scan reads, and is paid for, the whole table, so a function that needs one says so
 * in a link of its own.
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

/** The changes of a table, for a function that an event source mapping feeds. */
export function streamLink(table: { readonly streamArn: string; readonly keyArn: string }): FunctionLink {
  return {
    environment: {},
    statements: [
      {
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [table.streamArn],
      },
      // It knows no resource, and tells the names of streams alone.
      { actions: ["dynamodb:ListStreams"], resources: ["*"] },
      throughService("dynamodb", table.keyArn, ["kms:Decrypt"]),
    ],
  };
}

/** A bucket by its name. */
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
      // Without it a missing object is answered with 403 rather than 404.
      ...(access === "write" ? [] : [{ actions: ["s3:ListBucket"], resources: [bucketArn] }]),
      { actions: objects, resources: [`${bucketArn}/*`] },
      ...(keyArn ? [throughService("s3", keyArn, key)] : []),
    ],
  };
}

/** A secret by its ARN; the function reads its value when it needs it. */
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

/** A topic by its ARN, to publish to. */
export function topicLink(variable: string, topicArn: string, keyArn: string): FunctionLink {
  return {
    environment: { [variable]: topicArn },
    statements: [
      { actions: ["sns:Publish"], resources: [topicArn] },
      throughService("sns", keyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ],
  };
}

/** A queue by its URL, to send to. */
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

/** The use of a key by way of one service, in whatever region the key is. */
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
