import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import { failedWith } from "../aws/client";
import type { S3Place } from "../aws/state-bucket";
import { UserError } from "../process/user-error";
import { stateClient, stateOptions } from "./state-client";

/** Clients of a state's bucket and of its lock table, with the credentials of the backend. */
export interface BucketClients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
}

export function bucketClients(place: S3Place): BucketClients {
  return { s3: stateClient(place), dynamodb: new DynamoDBClient(stateOptions(place)) };
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
