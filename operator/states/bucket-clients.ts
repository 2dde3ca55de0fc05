import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { clientOptions, failedWith } from "../aws/client";
import { UserError } from "../process/user-error";
import type { S3Place } from "./place";

/** Clients of a state's bucket and of its lock table, with the credentials of the backend. */
export interface BucketClients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
}

export function bucketClients({ region, assume_role, use_path_style = false }: S3Place): BucketClients {
  const roleArn = assume_role?.role_arn;
  const options = { ...clientOptions({ region, ...(roleArn && { roleArn }) }), maxAttempts: 3 };
  return { s3: new S3Client({ ...options, forcePathStyle: use_path_style }), dynamodb: new DynamoDBClient(options) };
}

/** The object of a state, for a request to S3. */
export function objectOf({ bucket: Bucket, key: Key, allowed_account_ids: owners = [] }: S3Place) {
  return { Bucket, Key, ...(owners[0] && { ExpectedBucketOwner: owners[0] }) };
}

/** Names the right that a refused request needs. @throws {UserError} for a refusal; what else went wrong as it is */
export async function withRight<T>(right: string, { bucket, key }: S3Place, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!failedWith(error, 403)) throw error;
    const { message } = error as Error;
    const what = `the state in the bucket ${bucket} (key ${key})`;
    throw new UserError(
      `${what}: refused: ${message}. It needs the right ${right}, and those of the state's KMS key: kms:Decrypt to read, kms:GenerateDataKey to write`,
      { cause: error },
    );
  }
}
