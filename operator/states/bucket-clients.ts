import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { clientOptions, failedWith } from "../aws/client";
import { type S3Place, stateBucket, stateIdentity } from "../aws/state-bucket";
import { UserError } from "../process/user-error";

/** Clients of a state's bucket and of its lock table, with the credentials of the backend. */
export interface BucketClients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
}

export function bucketClients(place: S3Place): BucketClients {
  return { s3: stateClient(place), dynamodb: new DynamoDBClient(optionsOf(place)) };
}

/** A client of a state's bucket alone. */
export const stateClient = (place: S3Place): S3Client =>
  new S3Client({ ...optionsOf(place), forcePathStyle: place.use_path_style ?? false });

const optionsOf = (place: S3Place) => ({ ...clientOptions(stateIdentity(place)), maxAttempts: 3 });

/** The object of a state, for a request to S3. */
export const objectOf = (place: S3Place) => ({ ...stateBucket(place), Key: place.key });

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
