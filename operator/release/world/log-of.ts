import { UserError } from "../../process/user-error";
import type { S3Place } from "../../states/place";
import type { Workspace } from "../../terraform/workspace";
import { stateBucketClient } from "../aws/clients";
import { BucketLog } from "../aws/log-store";

/** The log of a stack's releases: in the bucket of its state. @throws {UserError} where the state is in none */
export function logOf({ id, config }: Pick<Workspace, "id" | "config">): BucketLog {
  const { type, settings } = config.backend;
  if (type !== "s3") {
    throw new UserError(
      `${id}: the log of releases is kept in the bucket of the state, found a state in ${type === "cloud" ? "HCP Terraform" : type}: ` +
        "deploy the image with npm run deploy and --var, or keep the state in S3",
    );
  }
  const { bucket, region, assume_role, allowed_account_ids, use_path_style } = settings as unknown as S3Place;
  const roleArn = assume_role?.role_arn;
  const s3 = stateBucketClient({ region, ...(roleArn && { roleArn }) }, use_path_style ?? false);
  return new BucketLog(s3, bucket, allowed_account_ids?.[0]);
}
