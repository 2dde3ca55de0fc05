import type { ProviderSettings } from "./client";

/** The settings of a backend in S3, as far as they say where the state is and who may read it. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  /** The table with the locks and the checksums. */
  readonly dynamodb_table?: string;
  /** Whether an object next to the state locks it too. */
  readonly use_lockfile?: boolean;
  readonly assume_role?: { readonly role_arn?: string };
  readonly allowed_account_ids?: readonly string[];
  readonly use_path_style?: boolean;
}

/** As whom Terraform reads and writes a state: the role of the backend, else the caller. */
export function stateIdentity({ region, assume_role }: S3Place): ProviderSettings {
  const roleArn = assume_role?.role_arn;
  return { region, ...(roleArn && { roleArn }) };
}

/** The account that the bucket of a state must belong to; any, if the settings name none. */
export const stateOwner = ({ allowed_account_ids: [owner] = [] }: S3Place): string | undefined => owner;

/** A bucket for a request to S3, which refuses one of another owner. */
export const bucketRequest = (bucket: string, owner?: string) => ({
  Bucket: bucket,
  ...(owner && { ExpectedBucketOwner: owner }),
});

/** The bucket of a state for a request to S3. */
export const stateBucket = (place: S3Place) => bucketRequest(place.bucket, stateOwner(place));
