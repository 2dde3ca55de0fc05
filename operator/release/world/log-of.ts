import { readFileSync } from "node:fs";
import { type S3Place, stateIdentity, stateOwner } from "../../aws/state-bucket";
import { StackView } from "../../preflight/look/stack-view";
import { UserError } from "../../process/user-error";
import { stateBucketClient } from "../aws/clients";
import { BucketLog } from "../aws/log-store";
import { logBucketOf } from "./log-bucket";

/**
 * The log of a stack's releases: in the bucket of its state; with the state in HCP Terraform, in the one that `release.log_bucket` names.
 * @param file the stack's `cdk.tf.json`
 * @throws {UserError} where there is none
 */
export function logOf(id: string, file: string): BucketLog {
  const stack = new StackView(id, readFileSync(file, "utf8"));
  const log = logIn(stack);
  if (log) return log;
  const { type } = stack.backend;
  throw new UserError(
    `${id}: the log of releases is kept in the bucket of the state, found a state in ${type === "cloud" ? "HCP Terraform" : type}: ` +
      "name a bucket for the log with release.log_bucket, or deploy the image with npm run deploy and --var",
  );
}

/** The same; nothing where a stack has no place for it: without one there are no releases. */
export function logIn(stack: StackView): BucketLog | undefined {
  const { type, settings } = stack.backend;
  if (type === "s3") {
    const place = settings as unknown as S3Place;
    const s3 = stateBucketClient(stateIdentity(place), place.use_path_style ?? false);
    return new BucketLog(s3, place.bucket, stateOwner(place));
  }
  const place = logBucketOf(stack);
  if (!place || !stack.aws) return undefined;
  return new BucketLog(stateBucketClient(stack.aws, place.pathStyle), place.bucket, place.owner);
}
