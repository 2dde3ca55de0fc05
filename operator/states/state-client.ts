import { S3Client } from "@aws-sdk/client-s3";
import { clientOptions } from "../aws/client";
import { type S3Place, stateBucket, stateIdentity } from "../aws/state-bucket";

/** A client of a state's bucket, with the credentials of the backend. */
export const stateClient = (place: S3Place): S3Client =>
  new S3Client({ ...stateOptions(place), forcePathStyle: place.use_path_style ?? false });

/** Options of a client of what a backend keeps: its bucket, its lock table. */
export const stateOptions = (place: S3Place) => ({ ...clientOptions(stateIdentity(place)), maxAttempts: 3 });

/** The object of a state, for a request to S3. */
export const objectOf = (place: S3Place) => ({ ...stateBucket(place), Key: place.key });
