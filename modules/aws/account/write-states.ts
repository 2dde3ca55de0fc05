import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import type { States } from "./plan-statements";

/** Writing all states of the environment but that of the account's own stack, with locks, releases and records of drift. */
export function writeStates(names: Names, { bucketName, tableName }: States): Statement[] {
  const bucket = names.arn("s3", bucketName);
  return [
    {
      sid: "FindStates",
      actions: ["s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket", "s3:ListBucketVersions"],
      resources: [bucket],
    },
    {
      sid: "States",
      actions: [
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:GetObjectVersionTagging",
        "s3:PutObject",
        "s3:PutObjectVersionTagging",
      ],
      resources: [`${bucket}/*`],
    },
    { sid: "StateLockFiles", actions: ["s3:DeleteObject"], resources: [`${bucket}/*.tflock`] },
    {
      sid: "StateLocks",
      actions: [
        "dynamodb:BatchGetItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
      ],
      resources: [names.arn("dynamodb", `table/${tableName}`)],
    },
  ];
}
